import type { Change, MetadataStore, RecordKind, Records } from '../../ports/metadata-store.ts'

type Entry<K extends RecordKind> = readonly [key: string, record: Records[K]]
type Kinds = { readonly [K in RecordKind]: Map<string, Map<string, Records[K]>> }

/** What stands before the first slash: a listing with a longer prefix looks at one group only. */
const groupOf = (key: string) => key.slice(0, key.indexOf('/') + 1)

const sorted = <K extends RecordKind>(entries: readonly Entry<K>[]) =>
  entries
    .map((entry) => ({ entry, bytes: Buffer.from(entry[0]) }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
    .map(({ entry }) => entry)

const emptyKinds = (): Kinds => ({
  media: new Map(),
  address: new Map(),
  object: new Map(),
  upload: new Map(),
  part: new Map(),
  counter: new Map(),
})

function entriesOf<T>(groups: Map<string, Map<string, T>>, prefix: string): [string, T][] {
  const group = groupOf(prefix)
  const places = group ? [groups.get(group) ?? new Map<string, T>()] : [...groups.values()]
  return places.flatMap((place) => [...place].filter(([key]) => key.startsWith(prefix)))
}

function put<T>(groups: Map<string, Map<string, T>>, key: string, value: T) {
  const name = groupOf(key)
  const group = groups.get(name)
  if (group) group.set(key, value)
  else groups.set(name, new Map([[key, value]]))
}

function remove<T>(groups: Map<string, Map<string, T>>, key: string) {
  const name = groupOf(key)
  const group = groups.get(name)
  group?.delete(key)
  if (group?.size === 0) groups.delete(name)
}

/** Records that end with the process. */
export function memoryMetadataStore(): MetadataStore {
  const kinds = emptyKinds()

  const apply = <K extends RecordKind>(kind: K, key: string, value: Records[K] | undefined) => {
    if (value === undefined) remove(kinds[kind], key)
    else put(kinds[kind], key, value)
  }

  const applyAll = (changes: readonly Change[]) => {
    for (const { kind, key, value } of changes) apply(kind, key, value)
  }

  return {
    get: (kind, key) => kinds[kind].get(groupOf(key))?.get(key),
    list: (kind, prefix = '') => sorted(entriesOf(kinds[kind], prefix)),
    commit(changes) {
      applyAll(changes)
      return Promise.resolve()
    },
    clear(changes = []) {
      for (const groups of Object.values(kinds)) groups.clear()
      applyAll(changes)
      return Promise.resolve()
    },
    health: () => Promise.resolve([]),
    close: () => Promise.resolve(),
  }
}
