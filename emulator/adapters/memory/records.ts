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
import { declaredIndexes, entriesOf } from '../records/entries.ts'
import { findPage, listPage, type Row, type Scan, type Stretch } from '../records/pages.ts'

interface Order<K extends Kind> extends ISortedMap<ByteString, Stored<K>> {
  entriesReversed(
    highest: ByteString,
    reused: undefined,
    skipHighest: boolean,
  ): Iterable<[ByteString, Stored<K>]>
}

interface Table<K extends Kind> {
  readonly byKey: Map<string, Stored<K>>
  readonly keys: Order<K>
  readonly indexes: ReadonlyMap<string, Order<K>>
}

type Tables = { readonly [K in Kind]: Table<K> }

// Its class is the default export, which Node, bundlers and test runners each interpret differently.
const newOrder = <K extends Kind>(): Order<K> => EmptyBTree.clone()

const newTable = <K extends Kind>(kind: K): Table<K> => ({
  byKey: new Map(),
  keys: newOrder(),
  indexes: new Map(declaredIndexes(kind).map(([index]) => [index, newOrder<K>()])),
})

const newTables = (): Tables =>
  Object.fromEntries(Object.keys(kinds).map((kind) => [kind, newTable(kind as Kind)])) as Tables

function put<K extends Kind>(table: Table<K>, kind: K, stored: Stored<K>): void {
  table.byKey.set(stored.key, stored)
  table.keys.set(fromText(stored.key), stored)
  for (const { index, position } of entriesOf(kind, stored.key, stored.value))
    table.indexes.get(index)?.set(position, stored)
}

function remove<K extends Kind>(table: Table<K>, kind: K, key: string): void {
  const stored = table.byKey.get(key)
  if (!stored) return
  table.byKey.delete(key)
  table.keys.delete(fromText(key))
  for (const { index, position } of entriesOf(kind, key, stored.value))
    table.indexes.get(index)?.delete(position)
}

function rowsOf<K extends Kind>(order: Order<K>, stretch: Stretch): readonly Row<K>[] {
  const { from, below, isDescending, limit } = stretch
  const rows: Row<K>[] = []
  const entries = isDescending ? order.entriesReversed(below, undefined, true) : order.entries(from)
  for (const [position, stored] of entries) {
    if (rows.length === limit || (isDescending ? position < from : position >= below)) break
    rows.push({ position, stored })
  }
  return rows
}

/** Records in memory, gone with the process. */
export function memoryRecords(): Records {
  let tables = newTables()
  let commits = 0

  const scan: Scan = (kind, stretch) => {
    const { keys, indexes } = tables[kind]
    const order = stretch.index === undefined ? keys : indexes.get(stretch.index)
    return order ? rowsOf(order, stretch) : []
  }

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
