/**
 * The closed vocabulary in which a contract describes shapes. Each use of a contract (types, validation, arbitraries,
 * documentation) is a fold over it, one file in `derive/`.
 *
 * @module
 */

/** Who says so, strongest first; `contracts/README.md` explains each tag. */
export type Evidence = 'recorded' | 'captured' | 'observed' | 'documented' | 'source' | 'inferred'

/** Editions of the vendor's documentation whose limits differ. */
export const editions = ['2021', 'latest'] as const
export type Edition = (typeof editions)[number]

/** A value that depends on the edition; `inEdition` resolves it. */
export interface ByEdition<T> {
  readonly byEdition: Readonly<Record<Edition, T>>
}

/** A length limit and what it counts: bytes of UTF-8, or Unicode code points. */
export interface Length {
  readonly value: number
  readonly unit: 'bytes' | 'characters'
}

/** `text` allows everything but control characters (tab, line feed, carriage return are allowed). */
export type Characters = 'text' | 'text-without-emoji'

/** Sets of values that belong to the account, not to the API. */
export type AccountSet = 'category' | 'storage' | 'application'

/** A list of allowed values chosen by the value of another parameter. */
export interface EnumBy {
  readonly parameter: string
  readonly values: Readonly<Record<string, readonly string[] | ByEdition<readonly string[]>>>
}

/** What a reader of the reference page sees of a member. */
export interface Described {
  readonly describe?: string
  readonly example?: string
  readonly default?: string
  readonly evidence?: Evidence
  /** In an answer: absent when there is nothing to tell. */
  readonly optional?: true
}

export interface StringSchema extends Described {
  readonly kind: 'string'
  readonly required?: true
  readonly enum?: readonly string[]
  /** Allowed values, compared without case. */
  readonly enumBy?: EnumBy
  /** As `enumBy`, for the file name extension of the value; not checked when the parameter `unless` is present. */
  readonly extension?: EnumBy & { readonly unless: string }
  readonly characters?: Characters | ByEdition<Characters>
  readonly maxLength?: Length | ByEdition<Length>
  /** `decimal` is an integer from 0 to 2^63 − 1; `json-object` the text of a JSON object. */
  readonly format?: 'decimal' | 'json-object'
  readonly known?: AccountSet
}

export interface IntegerSchema extends Described {
  readonly kind: 'integer'
  readonly required?: true
  readonly minimum?: number
  readonly maximum?: number
}

export interface TimestampSchema extends Described {
  readonly kind: 'timestamp'
}

/** `csv` is one comma separated string on the wire; `plain` an array of an answer. */
export interface ListSchema<Item extends Schema = Schema> extends Described {
  readonly kind: 'list'
  readonly style: 'csv' | 'plain'
  readonly required?: true
  /** Most items; with `distinct`, values that are equal count once. */
  readonly maxItems?: number
  readonly distinct?: true
  readonly items: Item
}

export interface ObjectSchema<Members extends Shape = Shape> extends Described {
  readonly kind: 'object'
  readonly members: Members
}

export type Schema = StringSchema | IntegerSchema | TimestampSchema | ListSchema | ObjectSchema

/** Members by their wire names, in wire order. */
export type Shape = { readonly [name: string]: Schema }

type Options<T extends Schema> = Omit<T, 'kind'>

export const string = <const O extends Options<StringSchema>>(options: O) =>
  ({ kind: 'string', ...options }) as const

export const integer = <const O extends Options<IntegerSchema>>(options: O) =>
  ({ kind: 'integer', ...options }) as const

export const timestamp = <const O extends Options<TimestampSchema>>(options: O) =>
  ({ kind: 'timestamp', ...options }) as const

export const csv = <const O extends Omit<ListSchema, 'kind' | 'style'>>(options: O) =>
  ({ kind: 'list', style: 'csv', ...options }) as const

export const list = <const I extends Schema>(items: I, options: Described = {}) =>
  ({ kind: 'list', style: 'plain', items, ...options }) as const

export const object = <const M extends Shape>(members: M, options: Described = {}) =>
  ({ kind: 'object', members, ...options }) as const

export const bytes = (value: number): Length => ({ value, unit: 'bytes' })
export const characters = (value: number): Length => ({ value, unit: 'characters' })
export const byEdition = <const T>(values: Readonly<Record<Edition, T>>): ByEdition<T> => ({
  byEdition: values,
})

/** The typed value of a schema. */
export type Infer<S> = S extends { readonly enum: readonly (infer V)[] }
  ? V
  : S extends { readonly kind: 'string' }
    ? string
    : S extends { readonly kind: 'integer' | 'timestamp' }
      ? number
      : S extends { readonly kind: 'list'; readonly items: infer I }
        ? readonly Infer<I>[]
        : S extends { readonly kind: 'object'; readonly members: infer M }
          ? InferMembers<M>
          : never

type InferMembers<M> = {
  readonly [K in keyof M as M[K] extends { readonly optional: true } ? never : K]: Infer<M[K]>
} & {
  readonly [K in keyof M as M[K] extends { readonly optional: true } ? K : never]?: Infer<M[K]>
}

/** The typed value of a shape whose members are optional unless `required`. */
export type InferInput<M> = {
  readonly [K in keyof M as M[K] extends { readonly required: true } ? K : never]: Infer<M[K]>
} & {
  readonly [K in keyof M as M[K] extends { readonly required: true } ? never : K]?: Infer<M[K]>
}

const isByEdition = (value: object): value is ByEdition<unknown> =>
  Object.hasOwn(value, 'byEdition')

/** `T` without `byEdition`. */
export type Resolved<T> =
  T extends ByEdition<infer V>
    ? Resolved<V>
    : T extends object
      ? { readonly [K in keyof T]: Resolved<T[K]> }
      : T

/** The same data with every `byEdition` replaced by the value of one edition. */
export function inEdition<T>(data: T, edition: Edition): Resolved<T> {
  return resolve(data, edition) as Resolved<T>
}

function resolve(data: unknown, edition: Edition): unknown {
  if (Array.isArray(data)) return data.map((item) => resolve(item, edition))
  if (typeof data !== 'object' || data === null || data instanceof RegExp) return data
  if (isByEdition(data)) return data.byEdition[edition]
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, resolve(value, edition)]),
  )
}
