import { randomBytes } from 'node:crypto'
import { resolveOptions } from '#emulator/config/index.ts'
import type { MediaRecord } from '#emulator/ports/records/media.ts'
import type { Change } from '#emulator/ports/records/records.ts'

const { accountId, bucket, region } = resolveOptions()

/** Whose media they are, and where. */
export const owner = { accountId, region, lists: 'attached' } as const

/** A category of the account, in which every tenth media is. */
export const categoryOfEveryTenth = 12984346

/** What a call that creates a media commits. */
export function creation(atMs: number): readonly Change[] {
  const mediaId = randomBytes(16).toString('hex')
  const fileName = `${mediaId}-6-2.png`
  const key = `watermark/${fileName}`
  const value: MediaRecord = {
    mediaId,
    accountId,
    region,
    kind: 'attached-media',
    lists: ['attached'],
    businessType: 'watermark',
    status: 'Uploading',
    bucket,
    key,
    fileName,
    title: 'Logo',
    cateIds: atMs % 10 === 0 ? [categoryOfEveryTenth] : [],
    appId: 'app-1000000',
    storageLocation: `${bucket}.oss-${region}.aliyuncs.com`,
    fileUrl: `http://127.0.0.1:17321/${bucket}/${key}`,
    credentialExpiresAtMs: atMs,
    createdAtMs: atMs,
    modifiedAtMs: atMs,
    history: [{ atMs, event: 'created' }],
  }
  return [
    { kind: 'media', key: mediaId, value },
    { kind: 'address', key: `${bucket}/${key}`, value: { mediaId } },
  ]
}
