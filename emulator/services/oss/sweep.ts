import { allRecords } from '../../kernel/all-records.ts'
import type { OssPorts } from './objects.ts'
import { forgetParts, uploadIdOfPart } from './parts.ts'

/** The bytes that records name. Parts without an upload, left by a killed process, are forgotten. */
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

/** Removes bytes that no record names: what a killed process left behind. */
export async function sweep(ports: OssPorts): Promise<void> {
  await ports.store.sweep(await liveBytes(ports))
}
