import type { MultipartService } from '../../kernel/object-service.ts'
import type { OssPorts } from './objects.ts'

/** Uploads that nobody completes are given up after seven days, ms. */
const abandonedAfterMs = 7 * 24 * 3600 * 1000

/**
 * Gives up uploads that have become too old by the emulator's clock, then removes bytes that no record names: what a
 * killed process left behind.
 */
export async function housekeep(
  { records, store, clock }: OssPorts,
  multipart: MultipartService,
): Promise<void> {
  const oldest = clock.now() - abandonedAfterMs
  for (const [uploadId, upload] of records.list('upload')) {
    const isOpen = records.get('upload', uploadId) !== undefined
    if (upload.initiatedAtMs <= oldest && isOpen) await multipart.abort(upload, uploadId)
  }
  const objects = records.list('object').map(([, { revision }]) => revision)
  const parts = records.list('part').map(([, { revision }]) => revision)
  const handles = records.list('upload').map(([, { handle }]) => handle)
  await store.sweep({ revisions: new Set([...objects, ...parts]), handles: new Set(handles) })
}
