import { randomBytes } from 'node:crypto'
import { resolveOptions } from '#emulator/config/index.ts'
import type { MediaRecord } from '#emulator/ports/records/media.ts'
import type { Change } from '#emulator/ports/records/records.ts'

const { accountId, bucket, region } = resolveOptions()

/** Whose media they are, and where. */
export const owner = { accountId, region, lists: 'attached' } as const

/** A category of the account, in which every tenth media is. */
export const categoryOfEveryTenth = 12984346

/** What media of all kinds have in common. */
function common(mediaId: string, key: string, atMs: number) {
  return {
    mediaId,
    accountId,
    region,
    status: 'Uploading',
    bucket,
    key,
    fileName: key.slice(key.lastIndexOf('/') + 1),
    title: 'Logo',
    cateIds: atMs % 10 === 0 ? [categoryOfEveryTenth] : [],
    appId: 'app-1000000',
    storageLocation: `${bucket}.oss-${region}.aliyuncs.com`,
    fileUrl: `http://127.0.0.1:17321/${bucket}/${key}`,
    credentialExpiresAtMs: atMs,
    createdAtMs: atMs,
    modifiedAtMs: atMs,
    history: [{ atMs, event: 'created' }],
  } as const
}

const changesOf = (value: MediaRecord): readonly Change[] => [
  { kind: 'media', key: value.mediaId, value },
  { kind: 'address', key: `${bucket}/${value.key}`, value: { mediaId: value.mediaId } },
]

const newId = (): string => randomBytes(16).toString('hex')

/** What a call that creates a media commits. */
export function creation(atMs: number): readonly Change[] {
  const mediaId = newId()
  return changesOf({
    ...common(mediaId, `watermark/${mediaId}-6-2.png`, atMs),
    kind: 'attached-media',
    lists: ['attached'],
    businessType: 'watermark',
  })
}

/** What a call that creates a video commits; every third one is uploaded by now. */
export function videoCreation(atMs: number): readonly Change[] {
  const mediaId = newId()
  return changesOf({
    ...common(mediaId, `sv/${mediaId}/${mediaId}.mp4`, atMs),
    kind: 'video',
    lists: ['video', 'GetVideoList'],
    status: atMs % 3 === 0 ? 'Normal' : 'Uploading',
  })
}
