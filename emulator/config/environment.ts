import type { GivenOptions } from './settle.ts'
import { rows } from './table.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** An empty variable counts as unset: it is what Compose makes of `${PORT:-}`. */
export const environmentOptions = (env: Environment): GivenOptions =>
  new Map(
    rows
      .filter((row) => env[row.env])
      .map((row) => [row.key, { name: row.env, value: env[row.env] }]),
  )
