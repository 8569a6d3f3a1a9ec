import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
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

  test('is refused with another store, and good again with its own', async ({ skip }) => {
    const store = needsMinio(skip).storeUrl
    await withObject(store)

    await expect(started({ store: 'filesystem' })).rejects.toThrow(
      /objects is missing, though .+: .+ start with the --store that was used/,
    )
    await using after = await started({ store })
    expect(String((await after.oss.get('kept')).content)).toBe('bytes')
  })

  test('is refused when its objects are in the folder', async ({ skip }) => {
    const store = needsMinio(skip).storeUrl
    await withObject('filesystem')

    await expect(started({ store })).rejects.toThrow(
      /records of objects, but none of them is in MinIO: start with the --store that was used/,
    )
  })
})
