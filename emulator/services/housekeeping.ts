import type { MetadataStore } from '../ports/metadata-store.ts'
import type { ObjectStore } from '../ports/object-store.ts'
import type { Multipart } from './oss/multipart.ts'

/** Removes abandoned uploads, and bytes that no record names: what a killed process left behind. */
export async function housekeep(
  records: MetadataStore,
  store: ObjectStore,
  { removeAbandoned }: Pick<Multipart, 'removeAbandoned'>,
): Promise<void> {
  await removeAbandoned()
  const objects = records.list('object').map(([, { revision }]) => revision)
  const parts = records.list('part').map(([, { revision }]) => revision)
  const handles = records.list('upload').map(([, { handle }]) => handle)
  await store.sweep({ revisions: new Set([...objects, ...parts]), handles: new Set(handles) })
}
