import type { Kind } from '../../ports/records/index.ts'
import type { Change, Conflict, Expectation, Records } from '../../ports/records/records.ts'
import { type Counts, countFound } from '../records/counting.ts'
import { findPage, listPage, type Row, type Scan } from '../records/pages.ts'
import { blobOf, bytesOf, keyBlob, keyOf, recordOf } from '../records/rows.ts'
import { problemsOf } from '../storage-failure.ts'
import { commitBatch, type Waiting } from './batch.ts'
import type { Columns, Driver } from './driver.ts'
import { tellingFailures } from './failure.ts'
import { prepare } from './schema.ts'

const byKey = `
  SELECT key AS position, key, version, value FROM vod_emulator_records
  WHERE kind = $1 AND key >= $2 AND key < $3 ORDER BY key LIMIT $4 OFFSET $5
`

// Records that are passed over are not looked up.
const byIndex = (direction: 'ASC' | 'DESC') => `
  SELECT position, key, version, value
  FROM (
    SELECT kind, position, key FROM vod_emulator_entries
    WHERE kind = $1 AND name = $6 AND position >= $2 AND position < $3
    ORDER BY position ${direction} LIMIT $4 OFFSET $5
  ) AS found JOIN vod_emulator_records USING (kind, key)
  ORDER BY position ${direction}
`

const rowOf = <K extends Kind>({ position, key, version, value }: Columns): Row<K> => ({
  position: bytesOf(position),
  stored: { key: keyOf(key), version: String(version), value: recordOf<K>(value) },
})

const scanOf =
  ({ ask }: Driver): Scan =>
  async (kind, { index, from, below, isDescending, limit, skip }) => {
    const stretch = [kind, blobOf(from), blobOf(below), limit, skip]
    const rows =
      index === undefined
        ? await ask(byKey, stretch)
        : await ask(byIndex(isDescending ? 'DESC' : 'ASC'), [...stretch, index])
    return rows.map((row) => rowOf(row))
  }

const ofGroup = `
  SELECT count FROM vod_emulator_counts WHERE kind = $1 AND name = $2 AND beginning = $3
`

const ofStretch = `
  SELECT count(*) AS count FROM vod_emulator_entries
  WHERE kind = $1 AND name = $2 AND position >= $3 AND position < $4
`

const countsOf = ({ ask }: Driver): Counts => ({
  async ofGroup(kind, { index, beginning }) {
    const [row] = await ask(ofGroup, [kind, index, blobOf(beginning)])
    return Number(row?.count ?? 0)
  },
  // All at once: it is the server that is busy with it.
  async ofStretch(kind, { index = '', from, below }) {
    const [row] = await ask(ofStretch, [kind, index, blobOf(from), blobOf(below)])
    return { count: Number(row?.count) }
  },
})

/** Maximum number of commits in a transaction. */
const maxBatch = 256

interface Turn extends Waiting, PromiseWithResolvers<void> {}

/** Commits follow each other in transactions; those that come while one is under way share the next. */
function commitQueue(driver: Driver) {
  const waiting: Turn[] = []
  let running: Promise<void> | undefined

  const runBatch = async (batch: readonly Turn[]) => {
    try {
      const outcomes = await driver.transaction((ask) => commitBatch(ask, batch))
      outcomes.forEach((conflict: Conflict | undefined, i) => {
        if (conflict) batch[i]?.reject(conflict)
        else batch[i]?.resolve()
      })
    } catch (error) {
      for (const turn of batch) turn.reject(error)
    }
  }

  const run = async () => {
    while (waiting.length > 0) await runBatch(waiting.splice(0, maxBatch))
    running = undefined
  }

  return {
    commit(one: Waiting): Promise<void> {
      const turn: Turn = { ...one, ...Promise.withResolvers<void>() }
      waiting.push(turn)
      running ??= Promise.resolve().then(run)
      return turn.promise
    },
    ended: () => running ?? Promise.resolve(),
  }
}

const waitingOf = (
  clears: boolean,
  changes: readonly Change[],
  expected: readonly Expectation[],
): Waiting => ({
  clears,
  changes,
  expected,
  texts: changes.map(({ value }) => (value === undefined ? undefined : JSON.stringify(value))),
})

async function getFrom<K extends Kind>({ ask }: Driver, kind: K, key: string) {
  const [row] = await ask(
    'SELECT version, value FROM vod_emulator_records WHERE kind = $1 AND key = $2',
    [kind, keyBlob(key)],
  )
  return row && { key, version: String(row.version), value: recordOf<K>(row.value) }
}

/**
 * Records in PostgreSQL, which several emulators may share. Commits of all of them follow each other; each is durable when
 * it is acknowledged, as far as the server is.
 *
 * @throws Error when the tables are of another emulator; StorageError when the server cannot be used
 */
export async function postgresRecords(client: Driver): Promise<Records> {
  const driver = tellingFailures(client)
  await prepare(driver).catch(async (error) => {
    await driver.close()
    throw error
  })
  const [scan, counts] = [scanOf(driver), countsOf(driver)]
  const queue = commitQueue(driver)
  const touch = () => driver.transaction((ask) => ask('UPDATE vod_emulator_meta SET value = value'))
  return {
    get: (kind, key) => getFrom(driver, kind, key),
    list: (kind, range) => listPage(scan, kind, range),
    find: (kind, query) => findPage(scan, kind, query),
    count: (kind, selection) => countFound(scan, counts, kind, selection),
    // `async` turns what JSON throws into rejections.
    commit: async (changes, expected = []) => queue.commit(waitingOf(false, changes, expected)),
    clear: async (changes = [], expected = []) => queue.commit(waitingOf(true, changes, expected)),
    health: () => problemsOf(touch),
    async close() {
      await queue.ended()
      await driver.close()
    },
  }
}
