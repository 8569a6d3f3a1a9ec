import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type GroupCommit, groupCommit } from './group-commit.ts'

// A reference to what is not there fails when it is committed, not when it is made.
const schema = `
  PRAGMA journal_mode = WAL;
  CREATE TABLE name (name TEXT PRIMARY KEY, friend TEXT REFERENCES name DEFERRABLE INITIALLY DEFERRED);
`

let folder: string
let database: DatabaseSync
let other: DatabaseSync
let group: GroupCommit
let obstacle: Error | undefined
/** What participants were told of groups. */
let told: string[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vod-emulator-group-'))
  database = new DatabaseSync(join(folder, 'group.sqlite'))
  database.exec(schema)
  other = new DatabaseSync(join(folder, 'group.sqlite'))
  obstacle = undefined
  const beforeGroup = () => {
    if (obstacle) throw obstacle
  }
  told = []
  group = groupCommit(database, {
    beforeGroup,
    beforeCommit: () => void told.push(`commit of ${namesIn(database)}`),
    undone: () => void told.push('undone'),
  })
})
afterEach(async () => {
  other.close()
  database.close()
  await rm(folder, { recursive: true })
})

const add = (name: string, friend?: string): Promise<void> =>
  group.run(() => {
    database.prepare('INSERT INTO name VALUES (?, ?)').run(name, friend ?? null)
  })

const namesIn = (where: DatabaseSync) =>
  where
    .prepare('SELECT name FROM name ORDER BY name')
    .all()
    .map(({ name }) => name)

describe('commits of one turn', () => {
  test('become durable together, and not before their turn has ended', async () => {
    const waiting = [add('a'), add('b')]
    await Promise.resolve().then(() => waiting.push(add('c')))

    expect(namesIn(database)).toEqual(['a', 'b', 'c'])
    expect(namesIn(other)).toEqual([])
    await waiting[0]
    expect(namesIn(other)).toEqual(['a', 'b', 'c'])
  })

  test('fail together when they cannot be committed, and are seen no more', async () => {
    await add('before')
    const results = await Promise.allSettled([add('a'), add('b', 'nobody'), add('c')])

    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect(namesIn(database)).toEqual(['before'])
    await add('after')
    expect(namesIn(other)).toEqual(['after', 'before'])
  })

  test('fail together when one cannot be made', async () => {
    const results = await Promise.allSettled([add('a'), add('a'), add('b')])

    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled'])
    expect(namesIn(other)).toEqual(['b'])
  })

  test('let others add to a group once, and tell when it was undone', async () => {
    await Promise.all([add('a'), add('b')])
    await Promise.allSettled([add('c'), add('d', 'nobody')])
    await Promise.allSettled([add('e'), add('e')])

    expect(told).toEqual(['commit of a,b', 'commit of a,b,c,d', 'undone', 'undone'])
  })

  test('wait for what stands in their way', async () => {
    obstacle = new Error('not now')
    await expect(add('a')).rejects.toBe(obstacle)
    obstacle = undefined

    await add('b')

    expect(namesIn(other)).toEqual(['b'])
  })

  test('are ended early on request, once', async () => {
    const waiting = add('a')
    group.end()
    expect(namesIn(other)).toEqual(['a'])

    await waiting
    await turn()
    await add('b')
    expect(namesIn(other)).toEqual(['a', 'b'])
  })
})
