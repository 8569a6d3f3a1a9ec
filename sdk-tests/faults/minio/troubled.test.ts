import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, test, vi } from 'vitest'
import type { OssClient } from '../../clients/ali-oss.ts'
import { popCoreGet } from '../../clients/pop-core.ts'
import { startUpload } from '../../operations/vod/chain.ts'
import { bytes } from '../../setup/bytes.ts'
import { needsEmulator } from '../../setup/fixtures.ts'
import { startMinio } from '../../setup/servers/minio.ts'
import { needsMinioProgram } from '../../setup/servers/of-the-run.ts'
import { fill, noSmallDisk, seenBy, smallDisk } from '../disks/small-disk.ts'
import { outcomes, readiness } from './outcomes.ts'
import { clientOf, ownPlace, type Place, placeOn } from './place.ts'

// For hangs only.
vi.setConfig({ testTimeout: 600_000 })

const part = bytes(120_000, 2)
const small = bytes(30_000, 1)

const refused = '503 ServiceUnavailable'

/** An object that stays, one that goes, and an upload that has its first part. */
async function prepared(client: OssClient) {
  await client.put('stays', small)
  await client.put('goes', small)
  const { uploadId } = await client.initMultipartUpload('parts')
  const { etag } = await client.uploadPart('parts', uploadId, 1, part, 0, part.length)
  return { uploadId, parts: [{ number: 1, etag }] }
}

type Prepared = Awaited<ReturnType<typeof prepared>>

/** Asks at the same time for everything that needs the bytes, and for a deletion, which needs the records alone. */
async function expectRefused(place: Place, { uploadId, parts }: Prepared, get = refused) {
  const client = clientOf(place)
  const results = await outcomes({
    put: client.put('new', small),
    'put in chunks': client.put('new too', Readable.from([small, small])),
    'put over an object': client.put('stays', part),
    get: client.get('stays'),
    part: client.uploadPart('parts', uploadId, 2, part, 0, part.length),
    complete: client.completeMultipartUpload('parts', uploadId, parts),
    delete: client.delete('goes'),
  })
  expect(results).toEqual({
    put: refused,
    'put in chunks': refused,
    'put over an object': refused,
    get,
    part: refused,
    complete: refused,
    delete: '200',
  })
}

/** Calls that need no bytes. */
async function expectCallsAnswered({ target }: Place): Promise<void> {
  await startUpload(popCoreGet, target)
}

async function expectUnready({ target, minio }: Place, reason: string): Promise<void> {
  const { status, reasons } = await readiness(target)
  const { origin } = new URL(minio.url)
  expect({ status, reasons }).toEqual({
    status: 503,
    reasons: [expect.stringContaining(`MinIO at ${origin} ${reason}`)],
  })
}

/** All is as it was, without a restart, and nothing is left of what was refused. */
async function expectRecovered(place: Place, { uploadId, parts }: Prepared): Promise<void> {
  const { target, bucket } = place
  const client = clientOf(place)
  await expect.poll(async () => (await readiness(target)).status).toBe(200)
  expect((await client.get('stays')).content.equals(small)).toBe(true)
  for (const key of ['new', 'new too', 'goes', 'parts'])
    await expect(client.head(key)).rejects.toMatchObject({ status: 404 })
  await client.completeMultipartUpload('parts', uploadId, parts)
  await client.put('new', part)
  // What was refused may take effect late: it is removed as soon as it is seen, a lost probe by the next one.
  const everything = async () => {
    await readiness(target)
    return bucket.everything()
  }
  await expect.poll(everything, { interval: 200 }).toEqual(['new', 'parts', 'stays'])
  expect((await bucket.get('stays')).equals(small)).toBe(true)
  expect((await bucket.get('parts')).equals(part)).toBe(true)
  expect((await bucket.get('new')).equals(part)).toBe(true)
}

describe('MinIO', () => {
  test('that is gone: clients are refused at once, and served when it is back', async ({
    skip,
  }) => {
    await using place = await ownPlace(skip)
    const { minio, target, bucket } = place
    const known = await prepared(clientOf(place))

    await minio.kill()
    await expectUnready(place, 'cannot be reached (ECONN')
    await expectCallsAnswered(place)
    await expectRefused(place, known)
    await expectUnready(place, 'cannot be reached (ECONNREFUSED)')

    await minio.restart()
    await expectRecovered(place, known)

    await minio.kill()
    await expect(target.control.reset()).rejects.toThrow('StorageUnavailable')
    await minio.restart()
    await target.control.reset()
    expect(await bucket.everything()).toEqual([])
  })

  test('that answers nothing: clients are refused in time', async ({ skip }) => {
    await using place = await ownPlace(skip)
    const { minio } = place
    const known = await prepared(clientOf(place))

    process.kill(minio.pid, 'SIGSTOP')
    const order: string[] = []
    await Promise.all([
      expectUnready(place, 'does not answer in time').then(() => order.push('unready')),
      expectCallsAnswered(place).then(() => order.push('calls')),
      expectRefused(place, known).then(() => order.push('refused')),
    ])
    // SDKs wait 3 s for an answer to a call: it may not wait for MinIO.
    expect(order).toEqual(['calls', 'unready', 'refused'])

    process.kill(minio.pid, 'SIGCONT')
    await expectRecovered(place, known)
  })

  test('that is full: clients are refused, and served when there is room', async ({ skip }) => {
    needsEmulator(skip)
    const bin = needsMinioProgram(skip)
    const reason = noSmallDisk()
    if (reason !== undefined) skip(`This machine cannot show it: ${reason}.`)
    const folder = await mkdtemp(join(tmpdir(), 'vod-emulator-test-'))
    await using _ = { [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) }
    const wrapper = join(folder, 'minio')
    const quoted = [...smallDisk(folder, 48).wrapper, bin].map((word) => `'${word}'`)
    await writeFile(wrapper, `#!/bin/sh\nexec ${quoted.join(' ')} "$@"\n`, { mode: 0o700 })
    await using place = await placeOn(
      await startMinio({ bin: wrapper, folder: join(folder, 'data') }),
    )
    const known = await prepared(clientOf(place))

    const filler = seenBy(place.minio, join(folder, 'filler'))
    await fill(filler)
    await expectUnready(place, 'is full')
    await expectRefused(place, known, '200')

    await rm(filler)
    await expectRecovered(place, known)
  })
})
