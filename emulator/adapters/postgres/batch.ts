import { randomUUID } from 'node:crypto'
import { type Kind, lastingKinds } from '../../ports/records/index.ts'
import { type Change, Conflict, type Expectation } from '../../ports/records/records.ts'
import { recordOf } from '../records/rows.ts'
import type { Ask } from './driver.ts'
import {
  addEntries,
  countedChanges,
  type EntryRow,
  entryRows,
  keyText,
  recount,
  removeEntries,
} from './entries.ts'
import { lock } from './lock.ts'

/** A commit that waits for its turn. */
export interface Waiting {
  /** Whether all records that a reset removes are removed first. */
  readonly clears: boolean
  readonly changes: readonly Change[]
  /** The values of the changes as JSON, in the same order. */
  readonly texts: readonly (string | undefined)[]
  readonly expected: readonly Expectation[]
}

/** A record as it is, or as it will be; without a version there is none. */
interface State {
  readonly kind: Kind
  readonly key: string
  readonly version?: string
  readonly text?: string
  readonly entries: readonly EntryRow[]
}

type States = Map<string, State>

const idOf = ({ kind, key }: { readonly kind: Kind; readonly key: string }) => `${kind}\0${key}`

type Name = Pick<State, 'kind' | 'key'>

const absent = ({ kind, key }: Name): State => ({ kind, key, entries: [] })

const present = ({ kind, key }: Name, version: string, text: string, value: object): State => ({
  kind,
  key,
  version,
  text,
  entries: entryRows(kind, key, value),
})

const reading = `
  SELECT wanted.kind, wanted.name, version, value
  FROM json_to_recordset($1::json) AS wanted(kind text, key text, name text)
  JOIN vod_emulator_records AS it ON it.kind = wanted.kind AND it.key = decode(wanted.key, 'base64')
`

/** The current state of what commits are about. */
async function read(ask: Ask, all: readonly Waiting[]): Promise<States> {
  const states: States = new Map()
  for (const { kind, key } of all.flatMap(({ changes, expected }) => [...changes, ...expected]))
    states.set(idOf({ kind, key }), absent({ kind, key }))
  const keys = [...states.values()]
  const wanted = keys.map(({ kind, key }, i) => ({ kind, key: keyText(key), name: String(i) }))
  for (const row of await ask(reading, [JSON.stringify(wanted)])) {
    const state = keys[Number(row.name)]
    if (!state) continue
    const text = String(row.value)
    const [version, value] = [String(row.version), recordOf(text)]
    states.set(idOf(state), present(state, version, text, value))
  }
  return states
}

const isLasting = ({ kind }: State) => lastingKinds.includes(kind)

/** Applies the changes of a commit to the known state. @throws Conflict, before anything is changed */
function apply(states: States, { clears, changes, texts, expected }: Waiting): void {
  for (const one of expected)
    if (states.get(idOf(one))?.version !== one.version) throw new Conflict(one)
  if (clears) for (const [id, state] of states) if (!isLasting(state)) states.set(id, absent(state))
  const version = randomUUID()
  changes.forEach(({ kind, key, value }, i) => {
    const text = texts[i]
    const there =
      value === undefined || text === undefined
        ? absent({ kind, key })
        : present({ kind, key }, version, text, value)
    states.set(idOf({ kind, key }), there)
  })
}

const putting = `
  INSERT INTO vod_emulator_records (kind, key, version, value)
  SELECT kind, decode(key, 'base64'), version, value
  FROM json_to_recordset($1::json) AS sent(kind text, key text, version text, value text)
  ON CONFLICT (kind, key) DO UPDATE SET version = excluded.version, value = excluded.value
`

const removing = `
  DELETE FROM vod_emulator_records AS it
  USING json_to_recordset($1::json) AS gone(kind text, key text)
  WHERE it.kind = gone.kind AND it.key = decode(gone.key, 'base64')
`

const placeOf = ({ kind, name, position }: EntryRow) => `${kind}\0${name}\0${position}`

/** The entries that are not among others. */
function without(entries: readonly EntryRow[], others: readonly EntryRow[]) {
  const places = new Set(others.map(placeOf))
  return entries.filter((entry) => !places.has(placeOf(entry)))
}

/** Writes the differences from what was there. */
async function write(ask: Ask, before: States, after: States): Promise<void> {
  const changed = [...after].filter(([id, { version }]) => before.get(id)?.version !== version)
  const old = changed.flatMap(([id]) => before.get(id)?.entries ?? [])
  const now = changed.flatMap(([, { entries }]) => entries)
  const put = changed.flatMap(([, { kind, key, version, text }]) =>
    version === undefined ? [] : [{ kind, key: keyText(key), version, value: text }],
  )
  const gone = changed.flatMap(([, { kind, key, version }]) =>
    version === undefined ? [{ kind, key: keyText(key) }] : [],
  )
  const [added, removed] = [without(now, old), without(old, now)]
  await removeEntries(ask, removed)
  if (gone.length > 0) await ask(removing, [JSON.stringify(gone)])
  if (put.length > 0) await ask(putting, [JSON.stringify(put)])
  await addEntries(ask, added)
  await recount(ask, countedChanges(added, removed))
}

const lasting = JSON.stringify(lastingKinds)

const others = 'kind NOT IN (SELECT json_array_elements_text($1::json))'

/** Commits several together, in their order. Returns for each why it failed; undefined when it succeeded. */
export async function commitBatch(
  ask: Ask,
  all: readonly Waiting[],
): Promise<readonly (Conflict | undefined)[]> {
  await ask(lock)
  const before = await read(ask, all)
  const after = new Map(before)
  let isCleared = false
  const outcomes = all.map((one) => {
    try {
      apply(after, one)
      isCleared ||= one.clears
      return undefined
    } catch (error) {
      if (error instanceof Conflict) return error
      throw error
    }
  })
  if (isCleared) {
    for (const table of ['records', 'entries', 'counts'])
      await ask(`DELETE FROM vod_emulator_${table} WHERE ${others}`, [lasting])
  }
  const lasted = () => new Map([...before].filter(([, state]) => isLasting(state)))
  await write(ask, isCleared ? lasted() : before, after)
  return outcomes
}
