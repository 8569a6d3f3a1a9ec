import type { Kind, RecordOf } from './index.ts'
import type { Query, Selection } from './query.ts'

/** A record as it was found. */
export interface Stored<K extends Kind> {
  readonly key: string
  readonly value: RecordOf<K>
  /** Names this state of the record: no other state of the same key ever has it, even after the record was removed. */
  readonly version: string
}

/** Records in the order that was asked for. */
export interface Page<K extends Kind> {
  readonly items: readonly Stored<K>[]
  /** Beginnings that several keys have in common, up to a delimiter; each stands for all of those keys. */
  readonly prefixes: readonly string[]
  /** Where the next page starts; absent when nothing follows. */
  readonly next?: string
}

/** Records of a kind by their keys, in the order of the keys' UTF-8 bytes. */
export interface KeyRange {
  readonly prefix?: string | undefined
  /** A key, or a common prefix: what stands at it or before it is not listed. */
  readonly after?: string | undefined
  /** Maximum number of items and prefixes together, at least 1. */
  readonly limit: number
  /** Keys in which it follows the prefix are listed as one, up to and with its first occurrence. */
  readonly delimiter?: string | undefined
}

/** One change; without a value the record is removed. */
export type Change = {
  readonly [K in Kind]: { readonly kind: K; readonly key: string; readonly value?: RecordOf<K> }
}[Kind]

/** What a decision was based on. */
export interface Expectation {
  readonly kind: Kind
  readonly key: string
  /** Of the record as it was found; undefined when there was none. */
  readonly version: string | undefined
}

/** An expectation of a commit no longer holds; nothing was changed. */
export class Conflict extends Error {
  override readonly name = 'Conflict'

  constructor({ kind, key }: Expectation) {
    super(`The ${kind} ${JSON.stringify(key)} has changed in the meantime.`)
  }
}

/**
 * Records by kind and key, perhaps shared with other emulators: what was read may have changed before anything is done
 * about it, so a commit says what it was decided on.
 *
 * Reads see every commit whose promise has settled: then its changes survive the death of the process, where anything
 * does. Commits that wait together may be made durable together: then they also fail together. Every method rejects with
 * StorageError when records cannot be kept or read just now.
 */
export interface Records {
  get<K extends Kind>(kind: K, key: string): Promise<Stored<K> | undefined>
  list<K extends Kind>(kind: K, range: KeyRange): Promise<Page<K>>
  find<K extends Kind>(kind: K, query: Query<K>): Promise<Page<K>>
  /**
   * How many records a selection has. By a counted index it costs the same however many there are; with a range it costs
   * little for each of them, which are not read; with a condition as much as reading them.
   */
  count<K extends Kind>(kind: K, selection: Selection<K>): Promise<number>
  /** All changes or none, in order. @throws Conflict when one of the expectations does not hold */
  commit(changes: readonly Change[], expected?: readonly Expectation[]): Promise<void>
  /**
   * Removes every record but those of kinds that outlive it, and makes the given changes, all or nothing.
   *
   * @throws Conflict as `commit`
   */
  clear(changes?: readonly Change[], expected?: readonly Expectation[]): Promise<void>
  /** Why records cannot be kept just now; empty when they can. */
  health(): Promise<readonly string[]>
  close(): Promise<void>
}
