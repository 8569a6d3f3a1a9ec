import type fc from 'fast-check'
import type { Resolved } from '../../edition.ts'
import type { KnownKind, Schema } from '../../schema.ts'

/** What validation asks of the account. */
export interface AccountView {
  knows(kind: KnownKind, value: string): boolean | Promise<boolean>
}

/** Values that the account knows, for parameters that must name one. */
export type AccountSamples = Readonly<Record<KnownKind, readonly string[]>>

/** The text of another member: of the same object, else of an enclosing one; undefined when absent. */
export type Sibling = (name: string) => string | undefined

/** One place at which a member has, or lacks, a value. */
export interface Occurrence {
  /** As it arrived: null when it is not valid UTF-8. */
  readonly raw: string | null | undefined
  /** The items of a list, else the one value; none when it is absent. */
  readonly texts: readonly string[]
  readonly sibling: Sibling
  /** Of JSON: why the text does not have the declared structure. */
  readonly malformed?: string | undefined
}

/** What is wrong with a value. */
export interface Finding {
  readonly limit?: number
  /** One sentence without its subject. */
  readonly measured: string
}

/** How to turn an accepted request into one that violates a constraint: what the member, and others beside it, become. */
export interface Change {
  /** Absent, without `items`: the member is omitted. */
  readonly value?: string
  /** Of a list: as many times its first item. */
  readonly items?: number
  readonly others?: Readonly<Record<string, string | undefined>>
}

/** What a generator of accepted values may use. fast-check is handed over: the server does not load it. */
export interface Generation {
  readonly fc: typeof fc
  readonly samples: AccountSamples
  readonly sibling: Sibling
}

/** A constraint as one schema has it. */
export interface AppliedConstraint {
  /** Its limit, for reference pages and explanations; empty if it is documented elsewhere. */
  readonly words: string
  /** Fills `{limit}` of a message. */
  readonly limit?: number
  readonly check: (
    value: Occurrence,
    account: AccountView,
  ) => Finding | undefined | Promise<Finding | undefined>
  readonly violations: readonly Change[]
  /** Accepted values, where this constraint decides what they look like. */
  readonly accepted?: (generation: Generation) => fc.Arbitrary<string>
}

/** One constraint of the vocabulary: how it applies to a schema; undefined where it does not. */
export type Constraint = (schema: Resolved<Schema>) => AppliedConstraint | undefined

/** Maximum length of a value that is shown, characters. */
const maxShown = 80

/** A value in quotation marks, truncated if it is long. */
export const shown = (text: string): string =>
  `"${text.length > maxShown ? `${text.slice(0, maxShown)}…` : text}"`

export const code = (text: string): string => (text === '' ? '' : `\`${text}\``)

/** Checks each text of a value by itself. */
export const everyText =
  (isAllowed: (text: string) => boolean, measured: (text: string) => string) =>
  ({ texts }: Occurrence): Finding | undefined => {
    const wrong = texts.find((text) => !isAllowed(text))
    return wrong === undefined ? undefined : { measured: measured(wrong) }
  }

/** Changes of the member alone. */
export const values = (...texts: readonly string[]): readonly Change[] =>
  texts.map((value) => ({ value }))
