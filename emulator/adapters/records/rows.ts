import type { ByteString } from '../../kernel/bytes.ts'
import { fromText } from '../../kernel/bytes.ts'
import type { Kind, RecordOf } from '../../ports/records/index.ts'
import type { Change } from '../../ports/records/records.ts'
import { entriesOf, type IndexEntry } from './entries.ts'

/** A change as it is written into a database. */
export interface Written {
  readonly kind: Kind
  readonly key: string
  /** Absent when the record is removed. */
  readonly value?: { readonly json: string; readonly entries: readonly IndexEntry[] }
}

/** @throws what JSON throws at a value that it cannot write */
export const written = ({ kind, key, value }: Change): Written =>
  value === undefined
    ? { kind, key }
    : { kind, key, value: { json: JSON.stringify(value), entries: entriesOf(kind, key, value) } }

export const recordOf = <K extends Kind>(json: unknown): RecordOf<K> => JSON.parse(String(json))

/** Keys and positions are kept as bytes: no collation affects their order. */
export const blobOf = (bytes: ByteString): Buffer => Buffer.from(bytes, 'latin1')

export const keyBlob = (key: string): Buffer => blobOf(fromText(key))

const asBuffer = (blob: unknown): Buffer =>
  blob instanceof Uint8Array ? Buffer.from(blob.buffer, blob.byteOffset, blob.length) : Buffer.of()

export const bytesOf = (blob: unknown): ByteString => asBuffer(blob).toString('latin1')

export const keyOf = (blob: unknown): string => asBuffer(blob).toString('utf8')
