import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { createEmulator, type LibraryOptions, startEmulator } from '#emulator/index.ts'
import { accountClient } from '../clients/ali-oss.ts'
import { targetAt } from '../faults/kills/process.ts'
import { bytes } from '../setup/bytes.ts'
import { needsEmulator } from '../setup/fixtures.ts'

const week = 7 * 24 * 3600
const key = 'watermark/x.png'

beforeEach(({ skip }) => needsEmulator(skip))

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'vod-emulator-test-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

async function started(options: LibraryOptions = {}) {
  const vod = await startEmulator({
    port: 0,
    clock: '2026-01-01T00:00:00Z',
    freezeClock: true,
    ...options,
  })
  onTestFinished(() => vod.close())
  const client = accountClient(await targetAt(vod.url), {
    addressing: 'ip',
    region: 'oss-cn-shanghai',
  })
  const begin = async () => {
    const { uploadId } = await client.initMultipartUpload(key)
    await client.uploadPart(key, uploadId, 1, bytes(1000), 0, 1000)
    return uploadId
  }
  const codeOfListing = (uploadId: string) =>
    client.listParts(key, uploadId).then(
      () => 'listed',
      (error: unknown) => Object(error).code,
    )
  return { vod, begin, codeOfListing }
}

test('an upload is given up a week after it began, to the second', async () => {
  const { vod, begin, codeOfListing } = await started()
  const first = await begin()
  await vod.clock.advance(10)
  const second = await begin()

  await vod.clock.advance(week - 11)
  expect(await codeOfListing(first)).toBe('listed')
  await vod.clock.advance(1)
  expect(await codeOfListing(first)).toBe('NoSuchUpload')
  expect(await codeOfListing(second)).toBe('listed')
})

test('the clock is moved at once, also by who does not wait for what comes of it', async () => {
  const { vod } = await started()

  const moved = vod.clock.advance(60)

  expect(vod.clock.now()).toEqual(new Date('2026-01-01T00:01:00Z'))
  await expect(moved).resolves.toBeUndefined()
})

test('what became due while an emulator did not run is done when it starts', async () => {
  const dataDir = await newFolder()
  const before = await started({ dataDir })
  const uploadId = await before.begin()
  await before.vod.close()

  const { codeOfListing } = await started({ dataDir, clock: '2026-01-08T00:00:00Z' })

  expect(await codeOfListing(uploadId)).toBe('NoSuchUpload')
})

test("the way back to the system's time is a move like others", async () => {
  const { vod, begin, codeOfListing } = await started()
  const uploadId = await begin()

  const answer = await fetch(`${vod.url}/_emulator/clock`, { method: 'DELETE' })

  expect(answer.status).toBe(200)
  expect(await codeOfListing(uploadId)).toBe('NoSuchUpload')
})

test('an emulator that was closed has nothing to do', async () => {
  const vod = await createEmulator({ dataDir: await newFolder() })
  await vod.close()

  await expect(vod.clock.advance(60)).resolves.toBeUndefined()
})
