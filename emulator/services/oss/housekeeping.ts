import { ApiError } from '../../kernel/api-error.ts'
import type { MultipartService } from '../../kernel/object-service.ts'
import type { UploadRecord } from '../../ports/records/uploads.ts'
import { allRecords } from '../records.ts'
import type { OssPorts } from './objects.ts'
import { forgetParts, uploadIdOfPart } from './parts.ts'

/** Uploads that nobody completes are given up after seven days, ms. */
const abandonedAfterMs = 7 * 24 * 3600 * 1000

/** How many uploads are looked up at once. */
const pageSize = 100

async function abandon(multipart: MultipartService, upload: UploadRecord): Promise<void> {
  await multipart.abort(upload, upload.uploadId).catch((error) => {
    // Completed or given up by somebody else meanwhile.
    if (!(error instanceof ApiError && error.code === 'NoSuchUpload')) throw error
  })
}

async function abandonOld({ records, clock }: OssPorts, multipart: MultipartService) {
  const upTo = clock.now() - abandonedAfterMs
  for (;;) {
    const { items } = await records.find('upload', {
      index: 'age',
      range: { upTo },
      limit: pageSize,
    })
    for (const { value } of items) await abandon(multipart, value)
    if (items.length === 0) return
  }
}

/** What the records name of the bytes. Parts of no upload, which a killed process has left, are forgotten. */
async function liveBytes(ports: OssPorts) {
  const { records } = ports
  const revisions = new Set<string>()
  const handles = new Set<string>()
  const abandoned = new Set<string>()
  for await (const { value } of allRecords(records, 'object')) revisions.add(value.revision)
  for await (const { key, value } of allRecords(records, 'part')) {
    revisions.add(value.revision)
    abandoned.add(uploadIdOfPart(key))
  }
  // After the parts: so none of them is older than its upload.
  for await (const { key, value } of allRecords(records, 'upload')) {
    handles.add(value.handle)
    abandoned.delete(key)
  }
  for (const uploadId of abandoned) await forgetParts(records, uploadId)
  return { revisions, handles }
}

/**
 * Gives up uploads that have become too old by the emulator's clock, then removes bytes that no record names: what a
 * killed process left behind.
 */
export async function housekeep(ports: OssPorts, multipart: MultipartService): Promise<void> {
  await abandonOld(ports, multipart)
  await ports.store.sweep(await liveBytes(ports))
}
