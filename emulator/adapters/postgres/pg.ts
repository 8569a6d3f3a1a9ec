import type { Pool, PoolClient, PoolConfig } from 'pg'
import { codeOf } from '../../kernel/error-code.ts'
import type { Ask, Driver } from './driver.ts'
import { isState } from './failure.ts'
import { lock } from './lock.ts'

export interface PostgresOptions {
  /** With user and password. */
  readonly url: string
  /** Host, port and name, as messages show them. */
  readonly where: string
}

/** How long a connection may take, and a statement, ms. */
const maxConnectMs = 10_000
const maxStatementMs = 30_000

/** An emulator that stands still in a transaction keeps others from committing for no longer than this, ms. */
const maxIdleInTransactionMs = 10_000

const maxConnections = 8

/** @throws Error when the package is not installed */
async function loadPg(): Promise<typeof import('pg')> {
  try {
    return await import('pg')
  } catch (cause) {
    // As ES modules and as CommonJS name it.
    if (!(cause instanceof Error && /MODULE_NOT_FOUND$/.test(codeOf(cause)))) throw cause
    const message = 'Records in PostgreSQL need the package pg: install it with "npm install pg".'
    throw new Error(message, { cause })
  }
}

const configOf = ({ url }: PostgresOptions): PoolConfig => ({
  connectionString: url,
  max: maxConnections,
  connectionTimeoutMillis: maxConnectMs,
  statement_timeout: maxStatementMs,
  query_timeout: maxStatementMs,
  lock_timeout: maxStatementMs,
  idle_in_transaction_session_timeout: maxIdleInTransactionMs,
  application_name: 'vod-emulator',
  // A pool that nobody uses keeps no process alive.
  allowExitOnIdle: true,
})

const askOf =
  (client: Pool | PoolClient): Ask =>
  async (sql, parameters = []) => {
    const { rows } = await client.query(sql, [...parameters])
    return rows
  }

/** Whether a transaction has committed, after its connection broke; waits for it if it is still under way. */
async function hasCommitted(pool: Pool, id: string): Promise<boolean> {
  const client = await pool.connect()
  try {
    await client.query(`BEGIN; ${lock}`)
    const { rows } = await client.query('SELECT txid_status($1::bigint) AS status', [id])
    return rows[0]?.status === 'committed'
  } finally {
    // Closed, the connection takes its transaction along.
    client.release(true)
  }
}

async function commit(pool: Pool, client: PoolClient, id: string): Promise<void> {
  try {
    await client.query('COMMIT')
  } catch (error) {
    if ((error instanceof Error && isState(codeOf(error))) || !(await hasCommitted(pool, id)))
      throw error
  }
}

async function transaction<T>(pool: Pool, run: (ask: Ask) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    const { rows } = await client.query('SELECT txid_current()::text AS id')
    const result = await run(askOf(client))
    await commit(pool, client, String(rows[0]?.id))
    client.release()
    return result
  } catch (error) {
    client.release(true)
    throw error
  }
}

/** Connects with the `pg` package. @throws Error when it is not installed */
export async function pgDriver(options: PostgresOptions): Promise<Driver> {
  const { default: pg } = await loadPg()
  const pool = new pg.Pool(configOf(options))
  // What breaks is found by who uses it, or uses it next; unheard, it would end the process.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return {
    where: options.where,
    ask: askOf(pool),
    transaction: (run) => transaction(pool, run),
    close: () => pool.end(),
  }
}
