import { randomBytes } from 'node:crypto'
import { appendFile, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { LibraryOptions } from '#emulator/index.ts'
import { accountClient } from '../../clients/ali-oss.ts'
import { needsMinio } from '../../setup/servers/of-the-run.ts'
import { startEmulatorTarget } from '../../setup/target.ts'

let dataDir: string
let bucket: string

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'vod-emulator-test-'))
  bucket = `lasting-${randomBytes(8).toString('hex')}`
})
afterEach(() => rm(dataDir, { recursive: true }))

async function started(options: LibraryOptions) {
  const target = await startEmulatorTarget({ dataDir, bucket, ...options })
  const oss = accountClient(target, { addressing: 'ip', region: `oss-${target.region}` })
  return { oss, [Symbol.asyncDispose]: () => target[Symbol.asyncDispose]() }
}

/** A data folder in which there are records of an object. */
async function withObject(store: string): Promise<void> {
  await using before = await started({ store })
  await before.oss.put('kept', Buffer.from('bytes'))
}

const ledger = () => join(dataDir, 'minio-ledger.jsonl')

describe('a data folder of an emulator whose objects are in MinIO', () => {
  test('keeps objects and uploads over a restart', async ({ skip }) => {
    const store = needsMinio(skip).storeUrl
    const bytes = Buffer.alloc(102_400, 1)
    const before = await started({ store })
    await before.oss.put('kept', bytes)
    const { uploadId } = await before.oss.initMultipartUpload('late')
    const first = await before.oss.uploadPart('late', uploadId, 1, bytes, 0, bytes.length)
    await before[Symbol.asyncDispose]()

    await using after = await started({ store })

    expect((await after.oss.get('kept')).content).toEqual(bytes)
    const second = await after.oss.uploadPart('late', uploadId, 2, bytes, 0, 10)
    await after.oss.completeMultipartUpload('late', uploadId, [
      { number: 1, etag: first.etag },
      { number: 2, etag: second.etag },
    ])
    const { content } = await after.oss.get('late')
    expect(content).toEqual(Buffer.concat([bytes, bytes.subarray(0, 10)]))
  })

  test.for([
    ['without its ledger', () => rm(ledger()), /minio-ledger\.jsonl is missing, though there are/],
    [
      'without its records',
      () => rm(join(dataDir, 'records.sqlite')),
      /is damaged \(it has objects, but no records of them\): restore records\.sqlite/,
    ],
    [
      'with a damaged ledger',
      () => appendFile(ledger(), '{"ent\n'),
      /damaged \(line \d+ is no JSON/,
    ],
    [
      'with half a ledger',
      () => rename(ledger(), `${ledger()}.new`),
      /minio-ledger\.jsonl is missing, though there are records/,
    ],
  ] as const)('is refused %s', async ([, make, message], { skip }) => {
    const store = needsMinio(skip).storeUrl
    await withObject(store)
    await make()

    await expect(started({ store })).rejects.toThrow(message)
  })

  test('is refused with another store, and good again with its own', async ({ skip }) => {
    const store = needsMinio(skip).storeUrl
    await withObject(store)

    await expect(started({ store: 'filesystem' })).rejects.toThrow(
      /objects is missing, though .+: .+ start with the --store that was used/,
    )
    await using after = await started({ store })
    expect(String((await after.oss.get('kept')).content)).toBe('bytes')
  })
})
