import type { FilterOf, IndexOf, Kind, LeadingOf, OrderOf, ValueOf } from './index.ts'
import type { Scalar } from './kind.ts'

/** Between two values, both included. */
export interface Range<V> {
  readonly from?: V
  readonly upTo?: V
}

/** What a value of a field has to be: one, one of several, in a range, or a text that contains another. */
type Demand<V> =
  | { readonly equals: V }
  | { readonly in: readonly V[] }
  | { readonly within: Range<V> }
  | { readonly contains: string }

/** A condition as adapters see it. One on a field of several values holds when it holds for one of them. */
export type AnyCondition =
  | { readonly all: readonly AnyCondition[] }
  | { readonly any: readonly AnyCondition[] }
  | ({ readonly field: string } & Demand<Scalar>)

/** Fields whose values are of one type. */
type FieldsOf<K extends Kind, V> = {
  [F in FilterOf<K>]: [ValueOf<K, F>, V] extends [V, ValueOf<K, F>] ? F : never
}[FilterOf<K>]

/** A condition on records of a kind. */
export type Condition<K extends Kind> =
  | { readonly all: readonly Condition<K>[] }
  | { readonly any: readonly Condition<K>[] }
  | {
      [F in FilterOf<K>]: {
        readonly field: FieldsOf<K, ValueOf<K, F>>
      } & Demand<ValueOf<K, F>>
    }[FilterOf<K>]

/** A selection as adapters see it. */
export interface AnySelection {
  readonly index: string
  readonly equal?: Readonly<Record<string, Scalar>> | undefined
  readonly range?: Range<Scalar> | undefined
  readonly where?: AnyCondition | undefined
}

/** How a selection is read. */
interface Paging {
  /** Ascending without it. */
  readonly order?: 'ascending' | 'descending' | undefined
  /** The `next` of the page before. */
  readonly after?: string | undefined
  /** Number of records to pass over before the page. */
  readonly skip?: number | undefined
  /** Maximum number of records in a page, at least 1. */
  readonly limit: number
}

/** A query as adapters see it. */
export interface AnyQuery extends AnySelection, Paging {}

type EqualBy<K extends Kind, I extends IndexOf<K>> = [LeadingOf<K, I>] extends [never]
  ? { readonly equal?: undefined }
  : { readonly equal: { readonly [F in LeadingOf<K, I>]: ValueOf<K, F> } }

type SelectionBy<K extends Kind, I extends IndexOf<K>> = EqualBy<K, I> & {
  readonly index: I
  readonly range?: Range<ValueOf<K, OrderOf<K, I>>>
  readonly where?: Condition<K>
}

/** Records found by one index: those with the given values of its leading fields, of which a range may limit the last one. */
export type Selection<K extends Kind> = AnySelection &
  { [I in IndexOf<K>]: SelectionBy<K, I> }[IndexOf<K>]

/**
 * Selected records in the order of the last field of the index. A page costs what lies between its first record and its
 * last. Records that `where` leaves out on that way, or `skip` passes over, cost as much as those that are found.
 */
export type Query<K extends Kind> = Selection<K> & Paging
