import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fieldsByPath } from '#contracts/derive/validate.ts'
import { changed } from '#contracts/derive/violation.ts'
import { inEdition } from '#contracts/edition.ts'
import { ossOperations } from '#contracts/index.ts'
import type { OssOperation, RpcOperation } from '#contracts/operation.ts'
import type { KnownKind } from '#contracts/schema.ts'
import type { EmulatorTarget } from '#contracts/target.ts'
import { accountClient, uploadClient } from '../clients/ali-oss.ts'
import { decodeUpload } from '../clients/decode.ts'
import { popCoreGet } from '../clients/pop-core.ts'
import { send } from '../clients/raw.ts'
import { succeeded } from '../clients/rpc-driver.ts'
import { startEmulatorTarget } from '../setup/target.ts'

import {
  askingFor,
  comparable,
  example,
  kindsOf,
  listingWatermarks,
  madeId,
  madeWith,
  making,
  ofFile,
  onApplications,
  onCallback,
  onJobs,
  onMedia,
  onReference,
  onWatermark,
  operations,
  referencePath,
  searchesOf,
  searching,
  unknownId,
} from './isolation.ts'

const ownerKey = { id: 'owner', secret: 'owner-secret', accountId: '1111111111111111' }
const strangerKey = {
  id: 'stranger',
  secret: 'stranger-secret',
  accountId: '2222222222222222',
}

let running: EmulatorTarget & AsyncDisposable
let owner: EmulatorTarget
let stranger: EmulatorTarget

const asks = (target: EmulatorTarget, action: string, parameters: Record<string, string>) =>
  succeeded(popCoreGet.call(target, action, parameters))

async function create(target: EmulatorTarget) {
  const created = await asks(target, 'CreateUploadAttachedMedia', { BusinessType: 'watermark' })
  return { mediaId: String(created.MediaId), upload: decodeUpload(created) }
}

/** Uploads a picture and adds a watermark of it. */
async function addWatermark(target: EmulatorTarget) {
  const created = await asks(target, 'CreateUploadAttachedMedia', { BusinessType: 'watermark' })
  const upload = decodeUpload(created)
  const client = uploadClient(upload, { addressing: 'ip', region: upload.auth.Region })
  await client.put(upload.address.FileName, Buffer.from('a picture'))
  const fileUrl = String(created.FileURL)
  const parameters = { ...example('AddWatermark'), FileUrl: fileUrl }
  const { WatermarkInfo } = await asks(target, 'AddWatermark', parameters)
  return { fileUrl, watermarkId: String(Object(WatermarkInfo).WatermarkId) }
}

/** What the emulator knows of a media. */
const recordOf = (mediaId: string): Promise<unknown> => running.control.media(mediaId)

beforeAll(async () => {
  const seed = {
    accounts: { [ownerKey.accountId]: { templateGroups: [{ templateGroupId: 'of-the-owner' }] } },
  }
  running = await startEmulatorTarget({ accessKeys: [ownerKey, strangerKey], seed })
  const as = async (key: typeof ownerKey): Promise<EmulatorTarget> => {
    const target = { ...running, keys: { accessKeyId: key.id, accessKeySecret: key.secret } }
    const { upload } = await create(target)
    return { ...target, bucket: { ...running.bucket, name: upload.address.Bucket } }
  }
  owner = await as(ownerKey)
  stranger = await as(strangerKey)
})
afterAll(() => running[Symbol.asyncDispose]())

/** A record of each kind that the owner alone has, as requests name it. */
const owned: Readonly<Record<KnownKind, () => Promise<string>>> = {
  category: async () => {
    const { Category } = await asks(owner, 'AddCategory', { CateName: 'of the owner' })
    return String((Category as { readonly CateId: number }).CateId)
  },
  application: async () => {
    // An account can have a few alone.
    const { AppInfoList } = await asks(owner, 'ListAppInfo', {})
    const own = (AppInfoList as readonly { AppId: string; Type: string }[]).find(
      ({ Type }) => Type === 'Custom',
    )
    return own?.AppId ?? String((await asks(owner, 'CreateAppInfo', { AppName: 'owned' })).AppId)
  },
  storage: async () => `${owner.bucket.name}.oss-${owner.region}.aliyuncs.com`,
  templateGroup: async () => 'of-the-owner',
}

/** Every parameter, or member of one, that has to name a record of the account. */
const namings = (operation: RpcOperation) => {
  const fields = fieldsByPath(inEdition(operation, '2021'))
  const rows = operation.constraintOrder.filter(({ violates }) => violates === 'known')
  return rows.flatMap(({ of = [], error }) =>
    of.flatMap((path) => {
      const field = fields.get(path)
      const schema = field?.schema.kind === 'list' ? field.schema.items : field?.schema
      const kind = schema && 'known' in schema ? schema.known : undefined
      return field && kind ? [{ operation, name: operation.name, path, field, kind, error }] : []
    }),
  )
}

describe('of another account nothing is visible', () => {
  const naming = operations.flatMap(namings)
  const named = [
    ...onMedia,
    ...onApplications,
    ...naming.map(({ operation }) => operation),
    ...[searching, onWatermark, ofFile, listingWatermarks, onCallback, onJobs].flat(),
  ]
  const unnamed = operations.filter((one) => !named.includes(one))

  test.for(onMedia)('by $name', async (operation) => {
    const { name, media } = operation
    const kind = media.kind ?? 'attached-media'
    const mediaId = madeId(kind, await asks(owner, making[kind], madeWith(kind)))
    const before = await recordOf(mediaId)
    const answerOf = async (target: EmulatorTarget, id: string) =>
      comparable(await popCoreGet.call(target, name, askingFor(operation, id)), id)

    const answer = await answerOf(stranger, mediaId)

    expect(answer).toBe(await answerOf(stranger, unknownId))
    expect(await recordOf(mediaId)).toEqual(before)
    expect(await answerOf(owner, mediaId)).not.toBe(answer)
  })

  test.for(onReference)('by $name with a ReferenceId', async (operation) => {
    const ReferenceId = randomUUID()
    const made = { ...madeWith('video'), ReferenceId }
    const videoId = madeId('video', await asks(owner, making.video, made))
    const before = await recordOf(videoId)
    const answerOf = async (target: EmulatorTarget, id: string) =>
      comparable(
        await popCoreGet.call(
          target,
          operation.name,
          askingFor(operation, id, referencePath(operation)),
        ),
        id,
      )

    const answer = await answerOf(stranger, ReferenceId)

    expect(answer).toBe(await answerOf(stranger, randomUUID()))
    expect(await recordOf(videoId)).toEqual(before)
    expect(await answerOf(owner, ReferenceId)).not.toBe(answer)
  })

  test.for(searching)('by $name', async (operation) => {
    const ids = await Promise.all(
      kindsOf(operation).map(async (kind) =>
        madeId(kind, await asks(owner, making[kind], madeWith(kind))),
      ),
    )
    const foundBy = async (target: EmulatorTarget) => {
      const searches = searchesOf(operation).map((one) =>
        popCoreGet.call(target, operation.name, one),
      )
      const answers = JSON.stringify(await Promise.all(searches))
      return ids.filter((id) => answers.includes(id))
    }

    expect(await foundBy(owner)).toEqual(ids)
    expect(await foundBy(stranger)).toEqual([])
  })

  test.for(naming)('by $name that names its $kind in $path', async (named) => {
    const { operation, name, field, kind, error } = named
    const [example] = operation.examples
    const value = await owned[kind]()
    const input = changed(example?.input ?? {}, field, { value })

    expect(await popCoreGet.call(stranger, name, input)).toMatchObject({ ok: false, code: error })
    expect(await popCoreGet.call(owner, name, input)).not.toMatchObject({ code: error })
  })

  test.for(onWatermark)('by $name', async ({ name, examples: [example] }) => {
    const { watermarkId } = await addWatermark(owner)

    const answer = await popCoreGet.call(stranger, name, {
      ...example?.input,
      WatermarkId: watermarkId,
    })

    expect(answer).toMatchObject({ ok: false, code: 'NoSuchResource' })
    expect(await asks(owner, 'GetWatermark', { WatermarkId: watermarkId })).toBeDefined()
  })

  test.for(ofFile)('by $name of its file', async ({ name, examples: [example] }) => {
    const { fileUrl } = await addWatermark(owner)

    const answer = await popCoreGet.call(stranger, name, { ...example?.input, FileUrl: fileUrl })

    expect(answer).toMatchObject({ ok: false, code: 'NoSuchResource' })
  })

  test.for(listingWatermarks)('by $name', async ({ name }) => {
    const { watermarkId } = await addWatermark(owner)

    expect(JSON.stringify(await asks(owner, name, {}))).toContain(watermarkId)
    expect(await asks(stranger, name, {})).toMatchObject({ WatermarkInfos: [] })
  })

  test.for(onCallback)('by $name', async ({ name, examples: [example] }) => {
    const CallbackURL = `http://127.0.0.1:9/${randomUUID()}`
    await asks(owner, 'SetMessageCallback', { CallbackURL })

    const answer = await asks(stranger, name, example?.input ?? {})

    expect(JSON.stringify(answer)).not.toContain(CallbackURL)
    expect(await asks(owner, 'GetMessageCallback', {})).toMatchObject({
      MessageCallback: { CallbackURL },
    })
  })

  test.for(onJobs)('by $name', async ({ name }) => {
    // Nothing is fetched from there, so the job is not taken for long.
    const url = `http://elsewhere.example/${randomUUID()}.mp4`
    const { UploadJobs } = await asks(owner, 'UploadMediaByURL', { UploadURLs: url })
    const [{ JobId: JobIds }] = UploadJobs as [{ readonly JobId: string }]

    expect(await asks(stranger, name, { JobIds })).toMatchObject({ NonExists: [JobIds] })
    expect(await asks(owner, name, { JobIds })).toMatchObject({ NonExists: [] })
  })

  test.for(onApplications)('by $name', async ({ name }) => {
    const appId = await owned.application()

    const { NonExistAppIds, ...others } = await asks(stranger, name, { AppIds: appId })

    expect(NonExistAppIds).toEqual([appId])
    expect(JSON.stringify(others)).not.toContain(appId)
    expect(await asks(owner, name, { AppIds: appId })).toMatchObject({ NonExistAppIds: [] })
  })

  test.for(unnamed)('by $name, which names none', async ({ name, access, examples: [example] }) => {
    const all = await Promise.all(Object.values(owned).map((own) => own()))
    const mentionedTo = async (target: EmulatorTarget) => {
      const answer = JSON.stringify(await asks(target, name, example?.input ?? {}))
      return all.filter((own) => answer.includes(own))
    }

    expect(await mentionedTo(stranger)).toEqual([])
    if (access.level === 'read') expect(await mentionedTo(owner)).not.toEqual([])
  })

  test.each(Object.values<OssOperation>(ossOperations))('by $name', async (operation) => {
    const key = `accounts/${randomUUID()}`
    const content = Buffer.from('of the owner')
    const options = {
      addressing: 'localhost-sld',
      region: `oss-${owner.region}`,
      v4: true,
    } as const
    const own = accountClient(owner, options)
    await own.put(key, content)
    const queries = Object.fromEntries(operation.subresources.map((name) => [name, '1']))
    const { method } = operation
    const foreign = accountClient({ ...stranger, bucket: owner.bucket }, options)
    const url = await foreign.signatureUrlV4(method, 60, { queries }, key)

    const body = Buffer.from(method === 'PUT' ? 'of a stranger' : '')
    const answer = await send(url, { method, body })

    expect(answer.status).toBe(403)
    expect(answer.headers['x-oss-ec']).toBe('0003-00000001')
    expect((await own.get(key)).content).toEqual(content)
  })

  test('by an upload credential of it, but for its one object', async () => {
    const { mediaId, upload } = await create(owner)
    const { mediaId: other } = await create(stranger)

    expect(upload.address.Bucket).toBe(owner.bucket.name)
    expect(owner.bucket.name).not.toBe(stranger.bucket.name)
    const MediaIds = `${mediaId},${other}`
    expect(await asks(stranger, 'GetAttachedMediaInfo', { MediaIds })).toMatchObject({
      AttachedMediaList: [{ MediaId: other }],
      NonExistMediaIds: [mediaId],
    })
  })
})
