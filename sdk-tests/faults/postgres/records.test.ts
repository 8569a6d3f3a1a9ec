import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import { createEmulator } from '#emulator/index.ts'
import { uploadClient } from '../../clients/ali-oss.ts'
import { openapiCore } from '../../clients/openapi-core.ts'
import { startUpload } from '../../operations/vod/chain.ts'
import { bytes } from '../../setup/bytes.ts'
import { needsEmulator, test } from '../../setup/fixtures.ts'
import { startEmulatorTarget } from '../../setup/target.ts'
import { outcomes, readiness } from '../minio/outcomes.ts'
import { ownDatabase } from './database.ts'

// For hangs only.
vi.setConfig({ testTimeout: 600_000 })

const options = { addressing: 'ip', region: 'oss-cn-shanghai' } as const
const file = bytes(30_000, 1)
const filesystem = { store: 'filesystem' } as const

let folders: readonly string[]
beforeEach(async () => {
  const folder = () => mkdtemp(join(tmpdir(), 'vod-emulator-test-'))
  folders = [await folder(), await folder()]
})
afterEach(async () => {
  for (const folder of folders) await rm(folder, { recursive: true })
})

test('records and credentials in PostgreSQL outlive the emulator', async ({ skip }) => {
  needsEmulator(skip)
  await using database = await ownDatabase(skip)
  const kept = { ...filesystem, dataDir: folders[0], records: database.url }
  let upload: Awaited<ReturnType<typeof startUpload>>
  {
    await using target = await startEmulatorTarget(kept)
    upload = await startUpload(openapiCore, target)
  }

  await using target = await startEmulatorTarget(kept)
  const address = { ...upload.upload.address, Endpoint: target.bucket.endpoint }
  await uploadClient({ ...upload.upload, address }, options).put(address.FileName, file)

  const media = await target.control.media(upload.mediaId)
  expect(media).toMatchObject({ status: 'Normal', size: file.length })
})

test('two emulators share what is in PostgreSQL', async ({ skip }) => {
  needsEmulator(skip)
  await using database = await ownDatabase(skip)
  const records = database.url
  await using one = await startEmulatorTarget({ ...filesystem, dataDir: folders[0], records })
  await using other = await startEmulatorTarget({ ...filesystem, dataDir: folders[1], records })

  const { mediaId, upload } = await startUpload(openapiCore, one)
  const address = { ...upload.address, Endpoint: other.bucket.endpoint }
  await uploadClient({ ...upload, address }, options).put(address.FileName, file)

  expect(await one.control.media(mediaId)).toMatchObject({ status: 'Normal', size: file.length })
})

test('a database that is away is told in each protocol, and remedied without a restart', async ({
  skip,
}) => {
  needsEmulator(skip)
  await using database = await ownDatabase(skip)
  const records = database.url
  await using target = await startEmulatorTarget({ ...filesystem, dataDir: folders[0], records })
  const { upload, mediaId } = await startUpload(openapiCore, target)
  const client = uploadClient(upload, options)

  await database.stop()
  const { status, reasons } = await readiness(target)
  const { password } = new URL(records)
  expect(status).toBe(503)
  expect(reasons.join()).toMatch(/^PostgreSQL at 127\.0\.0\.1:\d+\/vod_\w+ /)
  expect(reasons.join()).not.toContain(password)
  expect(await outcomes({ put: client.put(upload.address.FileName, file) })).toEqual({
    put: '503 ServiceUnavailable',
  })
  const call = openapiCore.call(target, 'CreateUploadAttachedMedia', { BusinessType: 'watermark' })
  expect(await call).toMatchObject({ code: 'ServiceUnAvailable', status: 503 })

  await database.start()
  await client.put(upload.address.FileName, file)
  expect(await target.control.media(mediaId)).toMatchObject({ status: 'Normal' })
  expect((await readiness(target)).status).toBe(200)
})

test('a folder is not accepted for objects that a database knows nothing of', async ({ skip }) => {
  needsEmulator(skip)
  await using database = await ownDatabase(skip)
  await using stranger = await ownDatabase(skip)
  const [dataDir = ''] = folders
  const kept = { ...filesystem, dataDir, records: database.url }
  {
    await using _target = await startEmulatorTarget(kept)
    await expect(createEmulator(kept)).rejects.toThrow('Another emulator uses')
  }

  await expect(createEmulator({ ...kept, records: stranger.url })).rejects.toThrow(
    'has no records of: name the database that has them with --records',
  )
  await expect(createEmulator({ ...filesystem, dataDir })).rejects.toThrow(
    'has objects whose records are in PostgreSQL: name that database with --records',
  )
  await expect(createEmulator({ ...filesystem, records: database.url })).rejects.toThrow(
    'keep them with --data, or in MinIO with --store',
  )
})
