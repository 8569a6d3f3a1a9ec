import type { OptionKey, Options } from './options.ts'
import type { Value } from './values.ts'

/** One option: its documentation, and what it accepts. */
interface Row<T> {
  /** What flag and variable are named after, if not the key. */
  readonly name?: string
  /** A switch has none. */
  readonly placeholder?: string
  readonly repeatable?: true
  /** Read as if it had been given; without it the option is `undefined`. */
  readonly fallback?: unknown
  /** The default in words, where `fallback` does not say it. */
  readonly byDefault?: string
  /** Markdown. */
  readonly meaning: string
  readonly value: Value<T>
  /** The part of a refused value that is not shown. */
  readonly hides?: RegExp
}

export type Table = { readonly [Key in OptionKey]: Row<NonNullable<Options[Key]>> }

export interface KeyedRow extends Row<unknown> {
  readonly key: OptionKey
  readonly flag: string
  readonly env: string
}
