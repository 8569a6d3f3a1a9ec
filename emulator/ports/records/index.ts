import { account, alias, bucket, storage } from './accounts.ts'
import { application, applicationList } from './applications.ts'
import { bucketUpload, bucketVersion } from './buckets.ts'
import { messageCallback } from './callbacks.ts'
import { category, categoryTree } from './categories.ts'
import { delivery, lease } from './deliveries.ts'
import { domain } from './domains.ts'
import { dueWork } from './due-work.ts'
import { installation } from './installation.ts'
import type { ScalarOf } from './kind.ts'
import { address, media, reference, registration } from './media.ts'
import { object } from './objects.ts'
import { uploadProgress } from './upload-progress.ts'
import { part, upload } from './uploads.ts'
import { urlUpload, urlUploadSession } from './url-uploads.ts'
import { watermarks } from './watermarks.ts'

/** Every kind of records. */
export const kinds = {
  installation,
  account,
  bucket,
  storage,
  alias,
  application,
  applicationList,
  category,
  categoryTree,
  domain,
  messageCallback,
  media,
  address,
  reference,
  registration,
  watermarks,
  object,
  upload,
  part,
  uploadProgress,
  urlUpload,
  urlUploadSession,
  delivery,
  lease,
  dueWork,
  bucketVersion,
  bucketUpload,
}

type Kinds = typeof kinds
export type Kind = keyof Kinds

/** Kinds whose records stay when all others are removed. */
export const lastingKinds = Object.entries(kinds).flatMap(([kind, { outlivesClear }]) =>
  outlivesClear ? [kind as Kind] : [],
)

/** The records of a kind. */
export type RecordOf<K extends Kind> = NonNullable<Kinds[K]['record']>

export type IndexOf<K extends Kind> = keyof Kinds[K]['indexes'] & string

type FieldsOf<K extends Kind, I extends IndexOf<K>> = Kinds[K]['indexes'][I]

/** The fields of an index whose values a query has to name. */
export type LeadingOf<K extends Kind, I extends IndexOf<K>> =
  FieldsOf<K, I> extends readonly [...infer Leading extends readonly string[], string]
    ? Leading[number]
    : never

/** The field of an index by which a query orders. */
export type OrderOf<K extends Kind, I extends IndexOf<K>> =
  FieldsOf<K, I> extends readonly [...string[], infer Order extends string] ? Order : never

type IndexedOf<K extends Kind> = {
  [I in IndexOf<K>]: LeadingOf<K, I> | OrderOf<K, I>
}[IndexOf<K>]

/** The fields that conditions may name. */
export type FilterOf<K extends Kind> = IndexedOf<K> | Kinds[K]['filters'][number]

/** The values of a field. */
export type ValueOf<K extends Kind, F> = F extends keyof RecordOf<K>
  ? ScalarOf<RecordOf<K>[F]>
  : never
