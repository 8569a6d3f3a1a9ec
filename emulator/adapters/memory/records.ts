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
import { positionsIn } from '../records/entries.ts'
import { findPage, listPage, type Row, type Scan, type Stretch } from '../records/pages.ts'

interface Order<K extends Kind> extends ISortedMap<ByteString, Stored<K>> {
  entriesReversed(
    highest: ByteString,
    reused: undefined,
    skipHighest: boolean,
  ): Iterable<[ByteString, Stored<K>]>
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
const newOrder = <K extends Kind>(): Order<K> => EmptyBTree.clone()

const newTable = <K extends Kind>(): Table<K> => ({ byKey: new Map(), orders: new Map() })

const newTables = (): Tables =>
  Object.fromEntries(Object.keys(kinds).map((kind) => [kind, newTable()])) as Tables

const positionsOf = <K extends Kind>(kind: K, index: string, { key, value }: Stored<K>) =>
  index === keys ? [fromText(key)] : positionsIn(kind, index, key, value)

function orderOf<K extends Kind>({ byKey, orders }: Table<K>, kind: K, index: string): Order<K> {
  const known = orders.get(index)
  if (known) return known
  const order = newOrder<K>()
  for (const stored of byKey.values())
    for (const position of positionsOf(kind, index, stored)) order.set(position, stored)
  orders.set(index, order)
  return order
}

function put<K extends Kind>({ byKey, orders }: Table<K>, kind: K, stored: Stored<K>): void {
  byKey.set(stored.key, stored)
  for (const [index, order] of orders)
    for (const position of positionsOf(kind, index, stored)) order.set(position, stored)
}

function remove<K extends Kind>({ byKey, orders }: Table<K>, kind: K, key: string): void {
  const stored = byKey.get(key)
  if (!stored) return
  byKey.delete(key)
  for (const [index, order] of orders)
    for (const position of positionsOf(kind, index, stored)) order.delete(position)
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

  const scan: Scan = (kind, stretch) =>
    rowsOf(orderOf(tables[kind], kind, stretch.index ?? keys), stretch)

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
