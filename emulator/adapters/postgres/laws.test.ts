import { randomUUID } from 'node:crypto'
import { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { Records } from '../../ports/records/records.ts'
import { recordsLaws } from '../../testing/records/laws.ts'
import type { Ask, Driver } from './driver.ts'
import { pgDriver } from './pg.ts'
import { postgresRecords } from './records.ts'

const database = new PGlite()
beforeAll(() => database.waitReady, 120_000)
afterAll(() => database.close())

const askOf =
  (client: Pick<PGlite, 'query'>): Ask =>
  async (sql, parameters = []) =>
    (await client.query<Record<string, unknown>>(sql, [...parameters])).rows

/** A client of the database in this process. */
const client: Driver = {
  where: 'this process',
  ask: askOf(database),
  transaction: (run) => database.transaction((one) => run(askOf(one))),
  close: () => Promise.resolve(),
}

const opened = async (open: () => Promise<Records>) => {
  const both = [await open(), await open()] as const
  await both[0].clear()
  return both
}

recordsLaws('on PostgreSQL in this process', () => opened(() => postgresRecords(client)))

const url = inject('postgres') ?? ''
const where = url && new URL(url).host

describe.runIf(url)('with a server', () => {
  const schema = `laws_${randomUUID().replaceAll('-', '')}`
  const inSchema = `${url}?options=${encodeURIComponent(`-csearch_path=${schema}`)}`
  const open = async () => postgresRecords(await pgDriver({ url: inSchema, where }))

  beforeAll(async () => {
    const driver = await pgDriver({ url, where })
    await driver.ask(`CREATE SCHEMA ${schema}`)
    await driver.close()
  })
  afterAll(async () => {
    const driver = await pgDriver({ url, where })
    await driver.ask(`DROP SCHEMA ${schema} CASCADE`)
    await driver.close()
  })

  recordsLaws('on PostgreSQL', () => opened(open))

  test('a wrong password is told without it', async () => {
    const wrong = new URL(url)
    wrong.password = 'hunter2'
    const failed = await postgresRecords(await pgDriver({ url: wrong.href, where })).catch(
      (error: unknown) => error,
    )

    expect(failed).toMatchObject({ name: 'StorageError' })
    expect(String(failed)).toContain(`PostgreSQL at ${where} refuses the user`)
    expect(String(failed)).not.toContain('hunter2')
  })

  test('a server that is not there is told', async () => {
    const elsewhere = { url: 'postgres://vod:x@127.0.0.1:1/none', where: '127.0.0.1:1/none' }

    await expect(pgDriver(elsewhere).then(postgresRecords)).rejects.toThrow(
      'PostgreSQL at 127.0.0.1:1/none cannot be reached',
    )
  })
})
