import { allRecords } from '../../kernel/all-records.ts'
import type { OssPorts } from './objects.ts'
import { forgetParts, uploadIdOfPart } from './parts.ts'

/** The bytes that records name. Parts without an upload, left by a killed process, are forgotten, and name none. */
async function liveBytes({ records }: OssPorts) {
  const revisions = new Set<string>()
  const handles = new Set<string>()
  const ofUploads = new Map<string, string[]>()
  for await (const { value } of allRecords(records, 'object')) revisions.add(value.revision)
  for await (const { key, value } of allRecords(records, 'part')) {
    const uploadId = uploadIdOfPart(key)
    ofUploads.set(uploadId, [...(ofUploads.get(uploadId) ?? []), value.revision])
  }
  // After the parts: so none of them is older than its upload.
  for await (const { key, value } of allRecords(records, 'upload')) {
    handles.add(value.handle)
    for (const revision of ofUploads.get(key) ?? []) revisions.add(revision)
    ofUploads.delete(key)
  }
  for (const uploadId of ofUploads.keys()) await forgetParts(records, uploadId)
  return { revisions, handles }
}

/** Removes bytes that no record names: what a killed process left behind. */
export async function sweep(ports: OssPorts): Promise<void> {
  await ports.store.sweep(await liveBytes(ports))
}
