import { setImmediate as turn } from 'node:timers/promises'
import { type ByteString, fromText } from '../../kernel/bytes.ts'
import type { Kind } from '../../ports/records/index.ts'
import type { Scalar } from '../../ports/records/kind.ts'
import type { AnyQuery, AnySelection } from '../../ports/records/query.ts'
import type { KeyRange, Page, Stored } from '../../ports/records/records.ts'
import { holds } from './conditions.ts'
import { above, declaredIndexes, scalarBytes } from './entries.ts'

/** A record and its place in the order in which it was found. */
export interface Row<K extends Kind> {
  readonly position: ByteString
  readonly stored: Stored<K>
}

/** A stretch of an order: of the keys of a kind, or of one of its indexes. */
export interface Stretch {
  /** Absent for the keys. */
  readonly index?: string
  /** The lowest position. */
  readonly from: ByteString
  /** Below this position. */
  readonly below: ByteString
  readonly isDescending: boolean
  /** Number of rows to pass over. */
  readonly skip: number
  /** Maximum number of rows. */
  readonly limit: number
}

/** What an adapter has to do to be searched: rows of a stretch, the first ones in its order. */
export type Scan = <K extends Kind>(
  kind: K,
  stretch: Stretch,
) => readonly Row<K>[] | Promise<readonly Row<K>[]>

/** The least position above another. */
const following = (position: ByteString): ByteString => `${position}\0`

/** What several keys are listed as, where the delimiter follows the prefix. */
function groupOf(key: string, prefix: string, delimiter: string | undefined): string | undefined {
  if (!delimiter || !key.startsWith(prefix)) return undefined
  const at = key.indexOf(delimiter, prefix.length)
  return at < 0 ? undefined : key.slice(0, at + delimiter.length)
}

/** Where to go on after an entry of a listing: after its key, or after all that it stands for. */
function positionAfter(entry: string | undefined, prefix: string, delimiter: string | undefined) {
  const lowest = fromText(prefix)
  if (entry === undefined || fromText(entry) < lowest) return lowest
  const group = groupOf(entry, prefix, delimiter)
  return group === undefined ? following(fromText(entry)) : fromText(group) + above
}

/** Lists by keys, for any adapter. Keys that a prefix stands for are skipped. */
export async function listPage<K extends Kind>(
  scan: Scan,
  kind: K,
  range: KeyRange,
): Promise<Page<K>> {
  const { prefix = '', limit, delimiter } = range
  const items: Stored<K>[] = []
  const prefixes: string[] = []
  const below = fromText(prefix) + above
  let last = range.after
  let batch = limit + 1
  for (;;) {
    const from = positionAfter(last, prefix, delimiter)
    const rows = await scan(kind, {
      from,
      below,
      isDescending: false,
      skip: 0,
      limit: batch,
    })
    const before = items.length + prefixes.length
    for (const { stored } of rows) {
      const group = groupOf(stored.key, prefix, delimiter)
      if (group !== undefined && group === last) continue
      if (items.length + prefixes.length === limit)
        return { items, prefixes, ...(last !== undefined && { next: last }) }
      if (group === undefined) items.push(stored)
      else prefixes.push(group)
      last = group ?? stored.key
    }
    if (rows.length < batch) return { items, prefixes }
    const found = items.length + prefixes.length
    // Where many keys are listed as one, most of a large batch would be read for nothing.
    batch = Math.min(limit + 1 - found, 2 * (found - before) + 1)
  }
}

/** Minimum and maximum number of rows read at once where a condition leaves some out. */
export const batches = { smallest: 64, largest: 1024 }

const cursorAt = (position: ByteString): string =>
  Buffer.from(position, 'latin1').toString('base64url')

const positionAt = (cursor: string): ByteString =>
  Buffer.from(cursor, 'base64url').toString('latin1')

/** With what the positions of a selection begin. @throws TypeError for an index that the kind does not declare */
export function beginningOf(kind: Kind, { index, equal = {} }: AnySelection): ByteString {
  const fields = new Map(declaredIndexes(kind)).get(index)
  if (!fields) throw new TypeError(`The kind ${kind} declares no index ${index}.`)
  return fields
    .slice(0, -1)
    .map((field) => scalarBytes(equal[field] ?? ''))
    .join('')
}

/** All that a selection can have. @throws TypeError as `beginningOf` */
export function stretchOf(kind: Kind, selection: AnySelection, isDescending = false): Stretch {
  const { index, range = {} } = selection
  const beginning = beginningOf(kind, selection)
  const bytes = (value: Scalar | undefined) => (value === undefined ? '' : scalarBytes(value))
  const [from, below] = [beginning + bytes(range.from), beginning + bytes(range.upTo) + above]
  return { index, from, below, isDescending, skip: 0, limit: 0 }
}

/** The rest of a stretch after a position. */
export const beyond = (stretch: Stretch, position: ByteString): Stretch => {
  if (stretch.isDescending)
    return position < stretch.below ? { ...stretch, below: position } : stretch
  return position < stretch.from ? stretch : { ...stretch, from: following(position) }
}

/** Where a query begins to read. */
function startOf(kind: Kind, query: AnyQuery): Stretch {
  const { order, after: cursor, where, skip = 0 } = query
  const whole = stretchOf(kind, query, order === 'descending')
  const rest = cursor === undefined ? whole : beyond(whole, positionAt(cursor))
  return where ? rest : { ...rest, skip }
}

/** Finds by an index, for any adapter. Others have their turn while it looks through many records. */
export async function findPage<K extends Kind>(
  scan: Scan,
  kind: K,
  query: AnyQuery,
): Promise<Page<K>> {
  const { where, limit } = query
  const found: Row<K>[] = []
  let stretch = startOf(kind, query)
  let toSkip = where ? (query.skip ?? 0) : 0
  let batch = where ? Math.max(limit + 1, batches.smallest) : limit + 1
  for (;;) {
    const rows = await scan(kind, { ...stretch, limit: batch })
    for (const row of rows) {
      if (where && !holds(where, row.stored.value)) continue
      if (toSkip-- > 0) continue
      const last = found.at(-1)
      if (last && found.length === limit)
        return {
          items: found.map(({ stored }) => stored),
          prefixes: [],
          next: cursorAt(last.position),
        }
      found.push(row)
    }
    const last = rows.at(-1)
    if (!last || rows.length < batch)
      return { items: found.map(({ stored }) => stored), prefixes: [] }
    await turn()
    stretch = { ...beyond(stretch, last.position), skip: 0 }
    batch = Math.max(limit + 1, Math.min(batch * 2, batches.largest))
  }
}
