import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { inject, type TestContext } from 'vitest'
import { howToHave } from '../../setup/servers/of-the-run.ts'

/** A database of a test's own. */
export interface Database extends AsyncDisposable {
  readonly url: string
  /** Ends the connections that there are and refuses others. */
  stop(): Promise<void>
  /** Takes connections again. */
  start(): Promise<void>
}

async function administer(url: string, ...statements: readonly string[]): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

/** Makes a database on the server of the run; without one the test is skipped, and says how to have one. */
export async function ownDatabase(skip: TestContext['skip']): Promise<Database> {
  const server =
    inject('postgres') ?? skip(`No PostgreSQL was found. To run this: ${howToHave.postgres}`)
  const name = `vod_${randomUUID().replaceAll('-', '')}`
  await administer(server, `CREATE DATABASE ${name}`)
  const url = new URL(server)
  url.pathname = name
  return {
    url: url.href,
    stop: () =>
      administer(
        server,
        `ALTER DATABASE ${name} ALLOW_CONNECTIONS false`,
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`,
      ),
    start: () => administer(server, `ALTER DATABASE ${name} ALLOW_CONNECTIONS true`),
    [Symbol.asyncDispose]: () => administer(server, `DROP DATABASE ${name} WITH (FORCE)`),
  }
}
