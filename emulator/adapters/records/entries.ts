import { type ByteString, fromText } from '../../kernel/bytes.ts'
import { type Kind, kinds } from '../../ports/records/index.ts'
import type { Scalar } from '../../ports/records/kind.ts'

/** Records that have the same values in all fields of an index but the last. */
export interface Group {
  readonly index: string
  /** The bytes of these values. */
  readonly beginning: ByteString
}

/** The place of a record in an index. */
export interface IndexEntry extends Group {
  /** Begins as the group does: bytes whose order is that of the values, then of the keys. */
  readonly position: ByteString
}

/** Above everything that begins with what stands before it: neither a tag nor UTF-8 has this byte. */
export const above = '\xff'

const double = Buffer.alloc(8)

/** Big-endian, negative ones inverted, the others above them. */
function numberBytes(value: number): ByteString {
  // −0 is 0.
  double.writeDoubleBE(value + 0)
  const [first = 0] = double
  if (first < 0x80) double[0] = first | 0x80
  else for (let i = 0; i < 8; i++) double[i] = ~(double[i] ?? 0)
  return double.toString('latin1')
}

/** Distinguishes a NUL in a text from the one that ends it. */
const escaped = (bytes: ByteString): ByteString =>
  bytes.includes('\0') ? bytes.replaceAll('\0', '\0\xff') : bytes

/** A value as bytes of the same order; no value's bytes are the beginning of another's. */
export const scalarBytes = (value: Scalar): ByteString =>
  typeof value === 'number' ? `n${numberBytes(value)}` : `s${escaped(fromText(value))}\0`

/** A member of a record, by the name that its kind declares. */
const memberOf = (record: object, field: string): unknown =>
  (record as Readonly<Record<string, unknown>>)[field]

const isScalar = (value: unknown): value is Scalar =>
  typeof value === 'string' || typeof value === 'number'

/** The values of a field: none, one, or several. */
export function valuesOf(record: object, field: string): readonly Scalar[] {
  const value = memberOf(record, field)
  if (isScalar(value)) return [value]
  return Array.isArray(value) ? value.filter(isScalar) : []
}

const indexesOf: ReadonlyMap<string, readonly (readonly [string, readonly string[]])[]> = new Map(
  Object.entries(kinds).map(([kind, { indexes }]) => [
    kind,
    Object.entries<readonly string[]>(indexes),
  ]),
)

/** The indexes of a kind with their fields. */
export const declaredIndexes = (kind: Kind): readonly (readonly [string, readonly string[]])[] =>
  indexesOf.get(kind) ?? []

const countedOf: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(kinds).map(([kind, { counted }]) => [kind, counted]),
)

export const isCounted = (kind: Kind, index: string): boolean =>
  countedOf.get(kind)?.includes(index) ?? false

/** The bytes of a field: as many as it has values. */
function fieldBytes(record: object, field: string): readonly ByteString[] {
  const value = memberOf(record, field)
  if (isScalar(value)) return [scalarBytes(value)]
  return [...new Set(valuesOf(record, field).map(scalarBytes))]
}

/** Where an index has a record: once for each combination of the values of its fields; nowhere, when it lacks one. */
function entriesBy(
  index: string,
  fields: readonly string[],
  key: string,
  record: object,
): readonly IndexEntry[] {
  let beginnings: readonly ByteString[] = ['']
  for (const field of fields.slice(0, -1))
    beginnings = combined(beginnings, fieldBytes(record, field))
  const ends = fieldBytes(record, fields.at(-1) ?? '').map((end) => end + fromText(key))
  return beginnings.flatMap((beginning) =>
    ends.map((end) => ({ index, beginning, position: beginning + end })),
  )
}

/** Where an index has a record; nowhere, when the kind lacks the index. */
export function entriesIn(
  kind: Kind,
  index: string,
  key: string,
  record: object,
): readonly IndexEntry[] {
  const found = declaredIndexes(kind).find(([name]) => name === index)
  return found ? entriesBy(index, found[1], key, record) : []
}

/** Where all indexes of a kind have a record. */
export const entriesOf = (kind: Kind, key: string, record: object): readonly IndexEntry[] =>
  declaredIndexes(kind).flatMap(([index, fields]) => entriesBy(index, fields, key, record))

function combined(
  beginnings: readonly ByteString[],
  ends: readonly ByteString[],
): readonly ByteString[] {
  const whole: ByteString[] = []
  for (const beginning of beginnings) for (const end of ends) whole.push(beginning + end)
  return whole
}
