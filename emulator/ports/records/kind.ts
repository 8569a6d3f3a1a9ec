/** What indexes and conditions compare. Texts stand in the order of their UTF-8 bytes, below them all numbers. */
export type Scalar = string | number

/** A member as a query sees it: of several values each one counts. */
export type ScalarOf<V> =
  NonNullable<V> extends readonly (infer Element)[] ? Element : NonNullable<V>

type MembersOf<T, V> = {
  [F in keyof T & string]-?: NonNullable<T[F]> extends V ? F : never
}[keyof T & string]

/** Members of a record that it can be found by. */
export type FieldOf<T> = MembersOf<T, Scalar | readonly Scalar[]>

/**
 * Finds records by the values of all its fields but the last, in the order of the last. A record that lacks one of them
 * is not in the index; one with several values of a field is there with each of them.
 */
export type Index<T> = readonly [...leading: FieldOf<T>[], order: MembersOf<T, Scalar>]

/** Everything that adapters know about a kind of records. */
export interface Declaration<
  T,
  Indexes extends Readonly<Record<string, Index<T>>>,
  Filter extends FieldOf<T>,
> {
  readonly indexes: Indexes
  /** Fields of conditions, besides those of the indexes. */
  readonly filters: readonly Filter[]
  /** Indexes that know how many records have the same values in all fields but the last. */
  readonly counted: readonly (keyof Indexes & string)[]
  /** Whether its records stay when all others are removed. */
  readonly outlivesClear: boolean
  /** A type, never a value. */
  readonly record?: T
}

/** Declares a kind of records `T`. */
export const kind =
  <T>() =>
  <
    const Indexes extends Readonly<Record<string, Index<T>>>,
    const Filter extends FieldOf<T> = never,
  >(
    indexes: Indexes,
    filters: readonly Filter[] = [],
    {
      counted = [],
      outlivesClear = false,
    }: Partial<Pick<Declaration<T, Indexes, Filter>, 'counted' | 'outlivesClear'>> = {},
  ): Declaration<T, Indexes, Filter> => ({ indexes, filters, counted, outlivesClear })
