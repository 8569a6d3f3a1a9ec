import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import type { EmulatorTarget } from '#contracts/target.ts'
import { decodeUpload, type Upload } from '../../clients/decode.ts'
import { type Answer, type OssRequest, oss, rpc, type Tick } from './exchange.ts'

/** A body with the ETag under which OSS has to answer it. */
export interface Content {
  readonly body: Buffer
  readonly etag: string
}

interface Parts {
  readonly uploadId: string
  /** By number: those acknowledged, and the one that was on its way when the process was killed. */
  readonly stored: Map<number, Content>
  onItsWay?: readonly [number: number, part: Content]
}

/** One media and its object: what was acknowledged, and what was asked for without an answer. */
export interface Item {
  readonly mediaId: string
  readonly upload: Upload
  object?: Content
  onItsWay?: Content
  parts?: Parts
  /** Uploads that may have begun, without an answer. */
  unknownUploads: number
}

const md5 = (bytes: Buffer | string) => createHash('md5').update(bytes).digest('hex').toUpperCase()

export const contentOf = (body: Buffer): Content => ({ body, etag: `"${md5(body)}"` })

const joined = (parts: readonly Content[]): Content => ({
  body: Buffer.concat(parts.map(({ body }) => body)),
  etag: `"${md5(parts.map(({ etag }) => etag.slice(1, -1)).join(''))}-${parts.length}"`,
})

const isSame = (a: Content | undefined, b: Content): boolean =>
  a !== undefined && a.etag === b.etag && a.body.equals(b.body)

function requireStatus(answer: Answer, status: number): Answer {
  assert.equal(answer.status, status, answer.body.toString())
  return answer
}

const byNumber = ({ stored }: Parts): readonly (readonly [number, Content])[] =>
  [...stored].sort(([a], [b]) => a - b)

interface Client {
  readonly target: EmulatorTarget
  readonly tick: Tick
}

async function ask(
  { target, tick }: Client,
  { upload }: Item,
  request: Omit<OssRequest, 'key'>,
): Promise<Answer> {
  const key = upload.address.FileName
  return requireStatus(await oss(target, { ...request, key }, tick, upload.auth), 200)
}

const partSteps = (client: Client) => ({
  async initiate(item: Item): Promise<void> {
    item.unknownUploads++
    const { body } = await ask(client, item, { method: 'POST', resource: '?uploads' })
    const [, uploadId = ''] = /<UploadId>(\w+)<\/UploadId>/.exec(body.toString()) ?? []
    item.parts = { uploadId, stored: new Map() }
    item.unknownUploads--
  },
  async part(item: Item, parts: Parts, number: number, content: Content): Promise<void> {
    parts.onItsWay = [number, content]
    const resource = `?partNumber=${number}&uploadId=${parts.uploadId}`
    const { headers } = await ask(client, item, { method: 'PUT', resource, body: content.body })
    assert.equal(headers.etag, content.etag)
    parts.stored.set(number, content)
    delete parts.onItsWay
  },
  async complete(item: Item, parts: Parts): Promise<void> {
    const content = joined(byNumber(parts).map(([, part]) => part))
    item.onItsWay = content
    const listed = byNumber(parts).map(
      ([number, { etag }]) => `<Part><PartNumber>${number}</PartNumber><ETag>${etag}</ETag></Part>`,
    )
    const xml = `<CompleteMultipartUpload>${listed.join('')}</CompleteMultipartUpload>`
    const resource = `?uploadId=${parts.uploadId}`
    await ask(client, item, { method: 'POST', resource, body: Buffer.from(xml) })
    item.object = content
    delete item.onItsWay
    delete item.parts
  },
})

/** The steps of a client. Each notes first what it asks for, then what was answered. */
export const steps = (client: Client) => ({
  ...partSteps(client),
  async create(): Promise<Item> {
    const answer = requireStatus(await rpc(client.target, {}, client.tick), 200)
    const body: Readonly<Record<string, unknown>> = JSON.parse(answer.body.toString())
    return { mediaId: String(body.MediaId), upload: decodeUpload(body), unknownUploads: 0 }
  },
  async put(item: Item, content: Content): Promise<void> {
    item.onItsWay = content
    const { headers } = await ask(client, item, { method: 'PUT', body: content.body })
    assert.equal(headers.etag, content.etag)
    item.object = content
    delete item.onItsWay
  },
  async read(item: Item): Promise<void> {
    const found = await readObject(client, item)
    assert(item.object && found && isSame(item.object, found), 'the object as it was uploaded')
  },
})

/** Read with the account's key: a credential of an upload may not. */
async function readObject({ target, tick }: Client, { upload }: Item) {
  const answer = await oss(target, { method: 'GET', key: upload.address.FileName }, tick)
  if (answer.status === 404) return undefined
  const { body, headers } = requireStatus(answer, 200)
  return { body, etag: headers.etag ?? '' }
}

/** Listed with the credential that was issued before the restart. */
const listParts = ({ target, tick }: Client, { upload }: Item, { uploadId }: Parts) => {
  const request = { method: 'GET', key: upload.address.FileName, resource: `?uploadId=${uploadId}` }
  return oss(target, request, tick, upload.auth)
}

/** A completion that was on its way was either not begun or has ended the upload. */
async function settleCompletion(client: Client, item: Item, found: Content): Promise<void> {
  if (!item.parts || !isSame(item.onItsWay, found) || !found.etag.includes('-')) return
  const { body } = requireStatus(await listParts(client, item, item.parts), 404)
  assert.match(body.toString(), /<Code>NoSuchUpload</)
  delete item.parts
}

/** The object is the one that was acknowledged last, or the one that was on its way then. */
async function settleObject(client: Client, item: Item): Promise<void> {
  const { mediaId, object, onItsWay } = item
  const found = await readObject(client, item)
  if (found) {
    const isKnown = isSame(object, found) || isSame(onItsWay, found)
    assert(isKnown, `${mediaId}: the object is none that was uploaded`)
    await settleCompletion(client, item, found)
    item.object = found
  } else assert.equal(object, undefined, `${mediaId}: the acknowledged object is gone`)
  delete item.onItsWay
}

/** The upload has every part that was acknowledged, and no other but the one that was on its way. */
async function settleParts(client: Client, item: Item, parts: Parts): Promise<void> {
  const { body } = requireStatus(await listParts(client, item, parts), 200)
  const listed = body
    .toString()
    .matchAll(/<Part>.*?<PartNumber>(\d+)<\/PartNumber>.*?<ETag>(.*?)<\/ETag>.*?<\/Part>/gs)
  const found = new Map(
    listed.map(([, number, etag = '']) => [Number(number), etag.replaceAll('&quot;', '"')]),
  )
  const [number, content] = parts.onItsWay ?? []
  if (number !== undefined && content && found.get(number) === content.etag)
    parts.stored.set(number, content)
  delete parts.onItsWay
  const expected = byNumber(parts).map(([one, { etag }]) => [one, etag])
  assert.deepEqual([...found], expected, `${item.mediaId}: the parts of the upload`)
}

/** Compares what is there after a restart with what was acknowledged before, and takes over what else was done. */
export async function settle(target: EmulatorTarget, item: Item): Promise<void> {
  const client: Client = { target, tick: () => undefined }
  await settleObject(client, item)
  if (item.parts) await settleParts(client, item, item.parts)
  const known = await target.control.media(item.mediaId)
  const { object } = item
  assert.deepEqual(
    { status: known.status, size: known.size, etag: known.etag },
    {
      status: object ? 'Normal' : 'Uploading',
      size: object?.body.length,
      etag: object?.etag.slice(1, -1),
    },
    item.mediaId,
  )
}
