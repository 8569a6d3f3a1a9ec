import { allRecords } from '../../kernel/all-records.ts'
import type { BucketUploadRecord, BucketVersionRecord } from '../../ports/records/buckets.ts'
import type { Change, Records } from '../../ports/records/records.ts'

/** When something was begun, ms. */
export interface Listed {
  readonly key: string
  readonly atMs: number
}

/**
 * Everything that a store has in buckets that are not its own: objects of others there are never listed or touched. Each
 * change is committed before what it is about begins, so that a killed process leaves nothing that the next does not know.
 * Every method rejects with StorageError when the records cannot be read or kept.
 */
export interface Ledger {
  find(revision: string): Promise<BucketVersionRecord | undefined>
  /** All there is, by revision. */
  entries(): Promise<readonly Listed[]>
  upload(handle: string): Promise<BucketUploadRecord | undefined>
  /** All there is, by handle. */
  uploads(): Promise<readonly Listed[]>
  /** The revisions of an upload's parts. */
  partsOf(handle: string): Promise<readonly string[]>
  /** Takes an entry in, or its version. */
  keep(entry: BucketVersionRecord): Promise<void>
  forget(revisions: readonly string[]): Promise<void>
  open(handle: string, upload: BucketUploadRecord): Promise<void>
  /** Forgets an upload, not its parts. */
  closeUpload(handle: string): Promise<void>
}

const pageSize = 1000

export function ledger(records: Records): Ledger {
  const listed = async (kind: 'bucketVersion' | 'bucketUpload') => {
    const all: Listed[] = []
    for await (const { key, value } of allRecords(records, kind))
      all.push({ key, atMs: value.atMs })
    return all
  }
  return {
    find: async (revision) => (await records.get('bucketVersion', revision))?.value,
    entries: () => listed('bucketVersion'),
    upload: async (handle) => (await records.get('bucketUpload', handle))?.value,
    uploads: () => listed('bucketUpload'),
    async partsOf(upload) {
      const parts: string[] = []
      let after: string | undefined
      do {
        const query = { index: 'upload', equal: { upload }, after, limit: pageSize } as const
        const page = await records.find('bucketVersion', query)
        parts.push(...page.items.map(({ key }) => key))
        after = page.next
      } while (after !== undefined)
      return parts
    },
    keep: (value) => records.commit([{ kind: 'bucketVersion', key: value.revision, value }]),
    forget: (revisions) =>
      records.commit(revisions.map((key): Change => ({ kind: 'bucketVersion', key }))),
    open: (key, value) => records.commit([{ kind: 'bucketUpload', key, value }]),
    closeUpload: (key) => records.commit([{ kind: 'bucketUpload', key }]),
  }
}
