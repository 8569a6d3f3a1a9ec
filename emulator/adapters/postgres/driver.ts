/** A row by the names of its columns. */
export type Columns = Readonly<Record<string, unknown>>

/** Runs one statement: SQL with `$1`, `$2`, … for its parameters. */
export type Ask = (
  sql: string,
  parameters?: readonly (string | number | Uint8Array)[],
) => Promise<readonly Columns[]>

/** A client of PostgreSQL: the `pg` package, or a database in this process. */
export interface Driver {
  /** Where the server is, as messages show it, without a password. */
  readonly where: string
  /** Outside a transaction, at the same time as others. */
  readonly ask: Ask
  /**
   * Runs within a transaction, which is rolled back when something is thrown.
   *
   * @throws what was thrown, or why the server did not confirm the commit
   */
  transaction<T>(run: (ask: Ask) => Promise<T>): Promise<T>
  close(): Promise<void>
}
