import { EmptyBTree, type ISortedMap } from 'sorted-btree'
import { type ByteString, fromText } from '../../kernel/bytes.ts'
import { type Kind, kinds, lastingKinds } from '../../ports/records/index.ts'
import {
  type Change,
  Conflict,
  type Expectation,
  type Records,
  type Stored,
} from '../../ports/records/records.ts'
import { type Counted, type Counts, countFound } from '../records/counting.ts'
import { entriesIn, isCounted } from '../records/entries.ts'
import { findPage, listPage, type Row, type Scan, type Stretch } from '../records/pages.ts'

interface Tree<K extends Kind> extends ISortedMap<ByteString, Stored<K>> {
  entriesReversed(
    highest: ByteString,
    reused: undefined,
    skipHighest: boolean,
  ): Iterable<[ByteString, Stored<K>]>
}

/** The records of a kind in the order of their keys or of an index. */
interface Order<K extends Kind> {
  readonly index: string
  readonly tree: Tree<K>
  /** Of a counted index: the number of records in each of its groups. */
  readonly counts: Map<ByteString, number>
}

/** Keys, for which no index has a name. */
const keys = ''

interface Table<K extends Kind> {
  readonly byKey: Map<string, Stored<K>>
  /** By index, from the first search in it on: what nobody searches needs no order. */
  readonly orders: Map<string, Order<K>>
}

type Tables = { readonly [K in Kind]: Table<K> }

// Its class is the default export, which Node, bundlers and test runners each interpret differently.
const newTree = <K extends Kind>(): Tree<K> => EmptyBTree.clone()

const newTable = <K extends Kind>(): Table<K> => ({ byKey: new Map(), orders: new Map() })

const newTables = (): Tables =>
  Object.fromEntries(Object.keys(kinds).map((kind) => [kind, newTable()])) as Tables

const entriesOf = <K extends Kind>(kind: K, index: string, { key, value }: Stored<K>) =>
  index === keys ? [{ beginning: '', position: fromText(key) }] : entriesIn(kind, index, key, value)

function addTo<K extends Kind>(order: Order<K>, kind: K, stored: Stored<K>): void {
  const { index, tree, counts } = order
  for (const { beginning, position } of entriesOf(kind, index, stored)) {
    tree.set(position, stored)
    if (isCounted(kind, index)) counts.set(beginning, (counts.get(beginning) ?? 0) + 1)
  }
}

function removeFrom<K extends Kind>(order: Order<K>, kind: K, stored: Stored<K>): void {
  const { index, tree, counts } = order
  for (const { beginning, position } of entriesOf(kind, index, stored)) {
    tree.delete(position)
    const left = (counts.get(beginning) ?? 0) - 1
    if (left > 0) counts.set(beginning, left)
    else counts.delete(beginning)
  }
}

function orderOf<K extends Kind>({ byKey, orders }: Table<K>, kind: K, index: string): Order<K> {
  const known = orders.get(index)
  if (known) return known
  const order: Order<K> = { index, tree: newTree(), counts: new Map() }
  for (const stored of byKey.values()) addTo(order, kind, stored)
  orders.set(index, order)
  return order
}

function put<K extends Kind>({ byKey, orders }: Table<K>, kind: K, stored: Stored<K>): void {
  byKey.set(stored.key, stored)
  for (const order of orders.values()) addTo(order, kind, stored)
}

function remove<K extends Kind>({ byKey, orders }: Table<K>, kind: K, key: string): void {
  const stored = byKey.get(key)
  if (!stored) return
  byKey.delete(key)
  for (const order of orders.values()) removeFrom(order, kind, stored)
}

function rowsOf<K extends Kind>({ tree }: Order<K>, stretch: Stretch): readonly Row<K>[] {
  const { from, below, isDescending, limit } = stretch
  const rows: Row<K>[] = []
  const entries = isDescending ? tree.entriesReversed(below, undefined, true) : tree.entries(from)
  let toSkip = stretch.skip
  for (const [position, stored] of entries) {
    if (rows.length === limit || (isDescending ? position < from : position >= below)) break
    if (toSkip > 0) toSkip--
    else rows.push({ position, stored })
  }
  return rows
}

function countRows<K extends Kind>({ tree }: Order<K>, { from, below, limit }: Stretch): Counted {
  let count = 0
  for (const [position] of tree.entries(from)) {
    if (position >= below) return { count }
    if (++count === limit) return { count, last: position }
  }
  return { count }
}

/** How the tables of the moment are searched. */
function searches(tables: () => Tables): { readonly scan: Scan; readonly counts: Counts } {
  const ordered = <K extends Kind>(kind: K, index = keys) => orderOf(tables()[kind], kind, index)
  return {
    scan: (kind, stretch) => rowsOf(ordered(kind, stretch.index), stretch),
    counts: {
      ofGroup: (kind, { index, beginning }) => ordered(kind, index).counts.get(beginning) ?? 0,
      ofStretch: (kind, stretch) => countRows(ordered(kind, stretch.index), stretch),
    },
  }
}

/** Records in memory, gone with the process. */
export function memoryRecords(): Records {
  let tables = newTables()
  let commits = 0

  const { scan, counts } = searches(() => tables)

  const requireExpected = (expected: readonly Expectation[]) => {
    for (const one of expected)
      if (tables[one.kind].byKey.get(one.key)?.version !== one.version) throw new Conflict(one)
  }

  const change = <K extends Kind>(
    kind: K,
    key: string,
    value: Stored<K>['value'] | undefined,
    version: string,
  ) => {
    remove(tables[kind], kind, key)
    if (value !== undefined) put(tables[kind], kind, { key, value, version })
  }

  const apply = (changes: readonly Change[]) => {
    const version = String(++commits)
    for (const { kind, key, value } of changes) change(kind, key, value, version)
  }

  return {
    get: (kind, key) => Promise.resolve(tables[kind].byKey.get(key)),
    list: (kind, range) => listPage(scan, kind, range),
    find: (kind, query) => findPage(scan, kind, query),
    count: (kind, selection) => countFound(scan, counts, kind, selection),
    // `async` turns a conflict into a rejection.
    async commit(changes, expected = []) {
      requireExpected(expected)
      apply(changes)
    },
    async clear(changes = [], expected = []) {
      requireExpected(expected)
      const lasting = lastingKinds.map((kind) => [kind, tables[kind]])
      tables = { ...newTables(), ...Object.fromEntries(lasting) }
      apply(changes)
    },
    health: () => Promise.resolve([]),
    close: () => Promise.resolve(),
  }
}
