/**
 * The closed vocabulary in which a contract describes shapes. Each use of a contract (types, validation, arbitraries,
 * documentation, forms) is a fold over it, one file in `derive/`.
 *
 * @module
 */
import type { ByEdition } from './edition.ts'

/** Who says so, strongest first; `contracts/README.md` explains each tag. */
export type Evidence = 'recorded' | 'captured' | 'observed' | 'documented' | 'source' | 'inferred'

/** A length limit and what it counts: bytes of UTF-8, or Unicode code points. */
export interface Length {
  readonly value: number
  readonly unit: 'bytes' | 'characters'
}

/** `text` allows everything but control characters (tab, line feed, carriage return are allowed). */
export type Characters = 'text' | 'text-without-emoji'

/** Kinds of records of the account that a value can name. */
export type KnownKind = 'category' | 'storage' | 'application' | 'templateGroup'

/**
 * What is allowed, chosen by the value of another member: of the same object, else of an enclosing one. The empty value
 * is one that is absent.
 */
export interface By<T> {
  readonly parameter: string
  readonly values: Readonly<Record<string, T | ByEdition<T>>>
}

/** Must be given: always, unless one of some others is, or when another has one of some values, `''` if it is absent. */
export type Required =
  | true
  | { readonly unless: readonly string[] }
  | { readonly when: string; readonly is: readonly string[] }

/** What a reader of the reference page sees of a member. */
export interface Described {
  readonly describe?: string
  readonly example?: string
  readonly default?: string
  readonly evidence?: Evidence
  /** In an answer: absent when there is nothing to tell. */
  readonly optional?: true
}

interface Asked extends Described {
  readonly required?: Required
}

export interface StringSchema extends Asked {
  readonly kind: 'string'
  readonly enum?: readonly string[] | ByEdition<readonly string[]>
  /** `enum` is compared without case; the value is spelt as there. */
  readonly ignoreCase?: true
  /** Allowed values, compared without case. */
  readonly enumBy?: By<readonly string[]>
  /**
   * As `enumBy`, for the file name extension of the value; not checked when the parameter `unless` is present. Of a list, the
   * value must have one.
   */
  readonly extension?: (By<readonly string[]> & { readonly unless: string }) | readonly string[]
  readonly characters?: Characters | ByEdition<Characters>
  readonly maxLength?: Length | ByEdition<Length>
  /**
   * Source of a regular expression that the whole value matches, and the same in words; with examples of values where none
   * can be generated from it, as from one that looks ahead.
   */
  readonly pattern?: {
    readonly source: string
    readonly words: string
    readonly examples?: readonly string[]
  }
  /** `decimal` is an integer from 0 to 2^63 − 1; `url` an absolute HTTP or HTTPS URL. */
  readonly format?: 'decimal' | 'url'
  readonly known?: KnownKind
}

export interface IntegerSchema extends Asked {
  readonly kind: 'integer'
  readonly minimum?: number
  readonly maximum?: number | By<number>
  /** Values that count as absent. */
  readonly none?: readonly number[]
  readonly known?: KnownKind
}

/** A number with decimals between two bounds, or an integer of another range. */
export interface DecimalSchema extends Asked {
  readonly kind: 'decimal'
  readonly minimum?: number
  readonly maximum?: number
  /** As `minimum` and `maximum`, but the bound itself is not allowed. */
  readonly above?: number
  readonly below?: number
  readonly orInteger?: { readonly minimum: number; readonly maximum: number }
}

/** `true` or `false`, in any case. */
export interface BooleanSchema extends Asked {
  readonly kind: 'boolean'
}

/** A time as `2026-01-01T00:00:00Z`; its typed value is milliseconds since 1970. */
export interface TimestampSchema extends Asked {
  readonly kind: 'timestamp'
  /** The member than which it must be later. */
  readonly after?: string
}

/** `csv` is one comma separated string on the wire; `plain` an array of an answer or of a JSON text. */
export interface ListSchema<Item extends Schema = Schema> extends Asked {
  readonly kind: 'list'
  readonly style: 'csv' | 'plain'
  /** With `distinct`, values that are equal count once. */
  readonly maxItems?: number
  readonly distinct?: true
  /** Of `csv`: each item is percent-encoded once more. */
  readonly encoded?: true
  /** In an answer: the array is the one member, of this name, of an object. */
  readonly wrapped?: string
  readonly items: Item
}

export interface ObjectSchema<Members extends Shape = Shape> extends Described {
  readonly kind: 'object'
  readonly members: Members
}

/** Structures of an object, of which the value of another parameter chooses one; no two have a member in common. */
export interface ObjectBy {
  readonly parameter: string
  readonly values: Readonly<Record<string, ObjectSchema>>
}

/** Text of a JSON array or object. Scalars in it may be strings or numbers; members that are not declared are kept. */
export interface JsonSchema<Content extends JsonContent = JsonContent> extends Asked {
  readonly kind: 'json'
  readonly content: Content
  /** The typed value is the text as it arrived. */
  readonly keep?: 'text'
}
type JsonContent = ListSchema | ObjectSchema | ObjectBy

export type Schema =
  | StringSchema
  | IntegerSchema
  | DecimalSchema
  | BooleanSchema
  | TimestampSchema
  | ListSchema
  | ObjectSchema
  | JsonSchema

/** Members by their wire names, in wire order. */
export type Shape = { readonly [name: string]: Schema }

type Options<T extends Schema> = Omit<T, 'kind'>

export const string = <const O extends Options<StringSchema>>(options: O) =>
  ({ kind: 'string', ...options }) as const

export const integer = <const O extends Options<IntegerSchema>>(options: O) =>
  ({ kind: 'integer', ...options }) as const

export const decimal = <const O extends Options<DecimalSchema>>(options: O) =>
  ({ kind: 'decimal', ...options }) as const

export const boolean = <const O extends Options<BooleanSchema>>(options: O) =>
  ({ kind: 'boolean', ...options }) as const

export const timestamp = <const O extends Options<TimestampSchema>>(options: O) =>
  ({ kind: 'timestamp', ...options }) as const

export const csv = <const O extends Omit<ListSchema, 'kind' | 'style'>>(options: O) =>
  ({ kind: 'list', style: 'csv', ...options }) as const

type ListOptions = Omit<ListSchema, 'kind' | 'style' | 'items' | 'encoded'>

export const list = <const I extends Schema, const O extends ListOptions = Described>(
  items: I,
  options?: O,
): { readonly kind: 'list'; readonly style: 'plain'; readonly items: I } & NoInfer<O> => ({
  kind: 'list',
  style: 'plain',
  items,
  ...(options as O),
})

export const object = <const M extends Shape, const O extends Described = Described>(
  members: M,
  options?: O,
): { readonly kind: 'object'; readonly members: M } & NoInfer<O> => ({
  kind: 'object',
  members,
  ...(options as O),
})

export const json = <
  const C extends JsonContent,
  const O extends Omit<JsonSchema, 'kind' | 'content'>,
>(
  content: C,
  options: O,
) => ({ kind: 'json', content, ...options }) as const

export const bytes = (value: number): Length => ({ value, unit: 'bytes' })
export const characters = (value: number): Length => ({ value, unit: 'characters' })
