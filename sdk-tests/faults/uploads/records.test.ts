import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect } from 'vitest'
import type { EmulatorTarget } from '#contracts/target.ts'
import { accountClient, type OssClient } from '../../clients/ali-oss.ts'
import { sendHalf } from '../../clients/raw.ts'
import { bytes } from '../../setup/bytes.ts'
import { startEmulatorTarget } from '../../setup/target.ts'
import { inFolder as test } from './places.ts'

const addressed = { addressing: 'localhost-cname', region: 'oss-cn-shanghai' } as const
const key = 'uploads/of-parts'
const part = bytes(102_400)

/** A running emulator, and an upload in it that has two parts. */
interface Open {
  readonly target: EmulatorTarget
  readonly client: OssClient
  readonly uploadId: string
}

interface End {
  readonly name: string
  readonly end: (open: Open) => Promise<unknown>
}

const partUrl = ({ client, uploadId }: Open, partNumber: string) =>
  client.signatureUrl(key, { method: 'PUT', subResource: { partNumber, uploadId } })

const abort = ({ client, uploadId }: Open) => client.abortMultipartUpload(key, uploadId)

async function complete({ client, uploadId }: Open): Promise<unknown> {
  const { parts } = await client.listParts(key, uploadId)
  const list = [parts].flat().map(({ PartNumber, ETag }) => ({ number: +PartNumber, etag: ETag }))
  return client.completeMultipartUpload(key, uploadId, list)
}

/** Ends an upload while a part of it comes: a new one, or one that is sent again. */
const whilePart = (number: string, end: End['end']) => async (open: Open) => {
  const finish = await sendHalf(partUrl(open, number), { method: 'PUT', body: part })
  await end(open)
  expect(await finish()).toMatchObject({ status: 404 })
}

const ends: readonly End[] = [
  { name: 'an abort', end: abort },
  { name: 'its completion', end: complete },
  { name: 'eight days', end: ({ target }) => target.clock.advance(8 * 24 * 3600) },
  { name: 'a reset', end: ({ target }) => target.control.reset() },
  { name: 'an abort while a part comes', end: whilePart('3', abort) },
  { name: 'an abort while a part is sent again', end: whilePart('1', abort) },
  { name: 'its completion while a part comes', end: whilePart('3', complete) },
]

const textOf = (value: unknown): string =>
  value instanceof Uint8Array ? Buffer.from(value).toString() : String(value)

/** What is recorded in a folder that names something, in whatever table it is. */
function recordsOf(folder: string, name: string): readonly string[] {
  using database = new DatabaseSync(join(folder, 'records.sqlite'), { readOnly: true })
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()
  return tables
    .flatMap((table) => database.prepare(`SELECT * FROM "${table.name}"`).all())
    .map((row) => Object.values(row).map(textOf).join(' '))
    .filter((row) => row.includes(name))
}

test.for(ends)(
  'the records hold nothing of an upload after $name, nor after a restart',
  async ({ end }, { folder }) => {
    const run = async <T>(use: (target: EmulatorTarget, client: OssClient) => Promise<T>) => {
      await using target = await startEmulatorTarget({ dataDir: folder })
      return await use(target, accountClient(target, addressed))
    }
    const uploadId = await run(async (_, client) => {
      const begun = await client.initMultipartUpload(key)
      for (const number of [1, 2])
        await client.uploadPart(key, begun.uploadId, number, part, 0, part.length)
      return begun.uploadId
    })
    expect(recordsOf(folder, uploadId).length).toBeGreaterThanOrEqual(3)

    await run((target, client) => end({ target, client, uploadId }))

    expect(recordsOf(folder, uploadId)).toEqual([])
    await run(() => Promise.resolve())
    expect(recordsOf(folder, uploadId)).toEqual([])
  },
)
