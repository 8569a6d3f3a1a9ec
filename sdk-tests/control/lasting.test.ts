import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect } from 'vitest'
import { uploadClient } from '../clients/ali-oss.ts'
import { decodeUpload } from '../clients/decode.ts'
import { popCoreGet } from '../clients/pop-core.ts'
import { succeeded } from '../clients/rpc-driver.ts'
import { needsEmulator, test } from '../setup/fixtures.ts'
import { startEmulatorTarget } from '../setup/target.ts'

let dataDir: string

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'vod-emulator-test-'))
})
afterEach(() => rm(dataDir, { recursive: true }))

type Target = Awaited<ReturnType<typeof startEmulatorTarget>>

async function create(target: Target) {
  const body = await succeeded(
    popCoreGet.call(target, 'CreateUploadAttachedMedia', { BusinessType: 'watermark' }),
  )
  return { mediaId: String(body.MediaId), upload: decodeUpload(body) }
}

/** A client of an answer that an earlier emulator gave, aimed at the one that runs now. */
const clientAt = (target: Target, { upload }: Awaited<ReturnType<typeof create>>) =>
  uploadClient(
    { ...upload, address: { ...upload.address, Endpoint: `http://${target.rpc.host}` } },
    { addressing: 'ip', region: 'oss-cn-shanghai' },
  )

describe('a data folder', () => {
  test('keeps media, objects, uploads and credentials over a restart', async ({ skip }) => {
    needsEmulator(skip)
    const before = await startEmulatorTarget({ dataDir })
    const [done, open] = [await create(before), await create(before)]
    await clientAt(before, done).put(done.upload.address.FileName, Buffer.from('kept'))
    const { uploadId } = await clientAt(before, open).initMultipartUpload(
      open.upload.address.FileName,
    )
    await before[Symbol.asyncDispose]()

    await using after = await startEmulatorTarget({ dataDir })

    expect(await after.control.media(done.mediaId)).toMatchObject({ status: 'Normal', size: 4 })
    const client = clientAt(after, open)
    const { FileName } = open.upload.address
    const part = await client.uploadPart(FileName, uploadId, 1, Buffer.from('late'), 0, 4)
    await client.completeMultipartUpload(FileName, uploadId, [{ number: 1, etag: part.etag }])
    expect(await after.control.media(open.mediaId)).toMatchObject({ status: 'Normal', size: 4 })
  })

  test('is refused while another emulator uses it', async ({ skip }) => {
    needsEmulator(skip)
    await using _first = await startEmulatorTarget({ dataDir })

    await expect(startEmulatorTarget({ dataDir })).rejects.toThrow(
      `Another emulator uses ${dataDir}`,
    )
  })
})

describe('a reset', () => {
  test('forgets media and objects, and revokes credentials for good', async ({ skip }) => {
    needsEmulator(skip)
    await using target = await startEmulatorTarget({ dataDir })
    const media = await create(target)
    const client = clientAt(target, media)
    await client.put(media.upload.address.FileName, Buffer.from('gone'))

    await target.control.reset()

    await expect(target.control.media(media.mediaId)).rejects.toThrow('404')
    await expect(client.put(media.upload.address.FileName, Buffer.from('x'))).rejects.toMatchObject(
      {
        code: 'InvalidAccessKeyId',
      },
    )
    expect(await readdir(join(dataDir, 'objects', 'objects'))).toEqual([])
  })
})
