import type { Constraint, RpcOperation } from '../operation.ts'
import type {
  AccountSet,
  EnumBy,
  InferInput,
  Length,
  ListSchema,
  Resolved,
  Schema,
  StringSchema,
} from '../schema.ts'
import { extensionOf, illegalIn, isDecimal, isJsonObject, itemsOf, lengthOf } from './measure.ts'

/** A parameter as it arrived: its text, or null when it is not valid UTF-8. */
export type WireValues = ReadonlyMap<string, string | null>

/** What validation asks of the account. */
export interface AccountView {
  knows(set: AccountSet, value: string): boolean
}

/** Why a request is refused: the error of the contract, and what was measured. */
export interface Issue {
  readonly error: string
  readonly violates: Constraint
  readonly parameter: string
  /** Row of the constraint order. */
  readonly at: number
  readonly limit?: number
  /** One sentence for people. */
  readonly measured: string
}

export type Validation<O extends RpcOperation> =
  | { readonly value: InferInput<O['input']> }
  | { readonly issue: Issue }

/** Longest part of a value that is shown, characters. */
const maxShown = 80
/** Characters shown of the part that a limit allows. */
const shownOfEnd = 12

type ResolvedSchema = Resolved<Schema>
type Finding = { readonly limit?: number; readonly measured: string }

interface Subject {
  readonly schema: ResolvedSchema
  /** The items of a list, else the one value; none when the parameter is absent. */
  readonly texts: readonly string[]
  readonly raw: string | null | undefined
  readonly values: WireValues
  readonly account: AccountView
}

const stringSchema = ({ schema }: Subject): Resolved<StringSchema> | undefined => {
  const leaf = schema.kind === 'list' ? schema.items : schema
  return leaf.kind === 'string' ? leaf : undefined
}

const allowedBy = (by: Resolved<EnumBy>, values: WireValues): readonly string[] | undefined => {
  const chosen = values.get(by.parameter) ?? ''
  return Object.hasOwn(by.values, chosen) ? by.values[chosen] : undefined
}

const distinct = (schema: Resolved<ListSchema>, items: readonly string[]): number =>
  schema.distinct ? new Set(items.map((item) => item.replace(/^0+(?=\d)/, ''))).size : items.length

/** One function per constraint: what is wrong with the value, or nothing. */
const checks: Readonly<Record<Constraint, (subject: Subject) => Finding | undefined>> = {
  utf8: ({ raw }) => (raw === null ? { measured: 'it is not valid UTF-8' } : undefined),

  required: ({ texts }) => (texts.length === 0 ? { measured: 'it is absent or empty' } : undefined),

  enum: (subject) => {
    const allowed = stringSchema(subject)?.enum
    const wrong = allowed && subject.texts.find((text) => !allowed.includes(text))
    return wrong === undefined
      ? undefined
      : { measured: `${shown(wrong)} is not one of ${allowed?.join(', ')}` }
  },

  enumBy: (subject) => {
    const by = stringSchema(subject)?.enumBy
    const allowed = by && allowedBy(by, subject.values)
    const wrong = allowed && subject.texts.find((text) => !allowed.includes(text.toLowerCase()))
    return wrong === undefined
      ? undefined
      : {
          measured: `${shown(wrong)} is not one of ${allowed?.join(', ')}, which ${by?.parameter} ${subject.values.get(by?.parameter ?? '')} allows`,
        }
  },

  extension: (subject) => {
    const by = stringSchema(subject)?.extension
    if (!by || subject.values.get(by.unless)) return undefined
    const allowed = allowedBy(by, subject.values)
    const wrong = subject.texts
      .map(extensionOf)
      .find((extension) => extension !== '' && !allowed?.includes(extension))
    return wrong === undefined
      ? undefined
      : { measured: `the extension ${shown(wrong)} is not one of ${allowed?.join(', ')}` }
  },

  characters: (subject) => {
    const allowed = stringSchema(subject)?.characters
    if (!allowed) return undefined
    for (const text of subject.texts) {
      const illegal = illegalIn(text, allowed)
      if (illegal !== undefined) {
        const before = [...text.slice(0, text.indexOf(illegal))].length
        return { measured: `its character ${before + 1} is ${codePoints(illegal)}` }
      }
    }
    return undefined
  },

  maxLength: (subject) => {
    const limit = stringSchema(subject)?.maxLength
    if (!limit) return undefined
    const long = subject.texts.find((text) => lengthOf(text, limit.unit) > limit.value)
    return long === undefined
      ? undefined
      : {
          limit: limit.value,
          measured: tooLong(long, limit),
        }
  },

  maxItems: ({ schema, texts }) => {
    if (schema.kind !== 'list' || schema.maxItems === undefined) return undefined
    const count = distinct(schema, texts)
    return count <= schema.maxItems
      ? undefined
      : {
          limit: schema.maxItems,
          measured: `it has ${count} items, the limit is ${schema.maxItems}`,
        }
  },

  format: (subject) => {
    const format = stringSchema(subject)?.format
    if (!format) return undefined
    const holds = format === 'decimal' ? isDecimal : isJsonObject
    const wrong = subject.texts.find((text) => !holds(text))
    return wrong === undefined
      ? undefined
      : {
          measured:
            format === 'decimal'
              ? `${shown(wrong)} is not an integer between 0 and 2^63−1`
              : 'it is not a JSON object',
        }
  },

  range: ({ schema, texts }) => {
    if (schema.kind !== 'integer') return undefined
    const { minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER } = schema
    const wrong = texts.find(
      (text) => !/^-?\d+$/.test(text) || Number(text) < minimum || Number(text) > maximum,
    )
    return wrong === undefined
      ? undefined
      : { measured: `${shown(wrong)} is not an integer between ${minimum} and ${maximum}` }
  },

  known: (subject) => {
    const set = stringSchema(subject)?.known
    const unknown = set && subject.texts.find((text) => !subject.account.knows(set, text))
    return unknown === undefined
      ? undefined
      : { measured: `the account has no ${set} ${shown(unknown)}` }
  },
}

/** A value in quotation marks, cut where it is long. */
const shown = (text: string): string =>
  `"${text.length > maxShown ? `${text.slice(0, maxShown)}…` : text}"`

/** How long a text is, and where the limit falls in it. */
function tooLong(text: string, { value, unit }: Length): string {
  let [kept, used] = ['', 0]
  for (const character of text) {
    used += lengthOf(character, unit)
    if (used > value) break
    kept += character
  }
  const last = [...kept].slice(-shownOfEnd).join('')
  return `it has ${lengthOf(text, unit)} ${unit}, the limit of ${value} is reached after "…${last}"`
}

const codePoints = (text: string): string =>
  [...text]
    .map((c) => `U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`)
    .join(' ')

const textsOf = (schema: ResolvedSchema, raw: string | null | undefined): readonly string[] => {
  if (!raw) return []
  return schema.kind === 'list' ? itemsOf(raw) : [raw]
}

const typed = (schema: ResolvedSchema, texts: readonly string[]): unknown => {
  if (schema.kind === 'list') return texts
  return schema.kind === 'integer' ? Number(texts[0]) : texts[0]
}

/**
 * Wire values → typed input, or the first violated constraint in the contract's order. An empty value counts as absent, items of
 * a comma separated list are trimmed and empty ones dropped before anything is checked.
 */
export function validate<O extends RpcOperation>(
  operation: Resolved<O>,
  values: WireValues,
  account: AccountView,
): Validation<O> {
  const { input, constraintOrder } = operation as Resolved<RpcOperation>
  const subjects = new Map<string, Subject>()
  for (const [name, schema] of Object.entries(input)) {
    const raw = values.get(name)
    subjects.set(name, { schema, texts: textsOf(schema, raw), raw, values, account })
  }
  for (const [at, { violates, of, error }] of constraintOrder.entries()) {
    for (const parameter of of ?? subjects.keys()) {
      const subject = subjects.get(parameter)
      const finding = subject && checks[violates](subject)
      if (finding) return { issue: { error, violates, parameter, at, ...finding } }
    }
  }
  const value: Record<string, unknown> = {}
  for (const [name, { schema, texts }] of subjects) {
    if (texts.length > 0) value[name] = typed(schema, texts)
  }
  return { value: value as InferInput<O['input']> }
}
