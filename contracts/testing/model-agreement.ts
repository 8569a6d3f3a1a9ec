import type { Resolved } from '../edition.ts'
import type { RpcOperation } from '../operation.ts'
import type { Schema, Shape } from '../schema.ts'

type ResolvedSchema = Resolved<Schema>

/** A parameter as the vendor's SDKs and metadata have it; `fixtures/README.md` explains the members. */
export interface ModelParameter {
  readonly name: string
  readonly type: string
  readonly required?: boolean
  readonly only?: string
  readonly values?: readonly string[]
  readonly min?: number
  readonly max?: number
  readonly csv?: number | boolean
  readonly maxItems?: number
  readonly encodedItems?: boolean
  readonly json?: string
  readonly pattern?: string
  readonly default?: string | number | boolean
}

export type ModelShape = string | readonly ModelShape[] | { readonly [name: string]: ModelShape }

/** An operation as the vendor's SDKs and metadata have it. */
export interface Model {
  readonly name: string
  readonly methods: readonly string[]
  readonly request: readonly ModelParameter[]
  readonly response: ModelShape
  readonly legacyResponse?: readonly string[]
}

/** Where a contract and its model differ: the name of the point, and what each says. */
export interface Difference {
  readonly point: string
  readonly contract: unknown
  readonly model: unknown
}

const types: Readonly<Record<Schema['kind'], readonly string[]>> = {
  string: ['String'],
  integer: ['Long', 'Integer', 'Number'],
  decimal: ['Float', 'Double', 'Number'],
  boolean: ['Boolean'],
  timestamp: ['String'],
  json: ['String'],
  list: ['String'],
  object: [],
}

const wordsOf = (schema: ResolvedSchema): readonly string[] | undefined => {
  if (schema.kind === 'list') return wordsOf(schema.items)
  if (schema.kind !== 'string') return undefined
  return schema.enum ?? (schema.enumBy && [...new Set(Object.values(schema.enumBy.values).flat())])
}

const sorted = (words: readonly string[] | undefined) => words && [...words].sort()

/** How many items a comma separated list may have, or true; undefined for what is not one. */
const csvOf = (schema: ResolvedSchema) =>
  schema.kind === 'list' ? (schema.maxItems ?? true) : undefined

const json = (schema: ResolvedSchema) => {
  if (schema.kind !== 'json') return {}
  const { content } = schema
  return 'kind' in content && content.kind === 'list'
    ? { json: 'array', maxItems: content.maxItems }
    : { json: 'object', maxItems: undefined }
}

const limitsOf = (schema: ResolvedSchema) =>
  schema.kind === 'integer' ? { min: schema.minimum, max: schema.maximum } : {}

/** What a contract says of a parameter, in the terms of a model. */
const asModel = (schema: ResolvedSchema) => ({
  required: 'required' in schema && schema.required === true,
  values: sorted(wordsOf(schema)),
  csv: csvOf(schema),
  encodedItems: (schema.kind === 'list' && schema.encoded) || undefined,
  pattern: schema.kind === 'string' ? schema.pattern?.source : undefined,
  json: json(schema).json,
  maxItems: json(schema).maxItems,
  ...limitsOf(schema),
})

const hasLimits = ({ min, max }: ModelParameter): boolean => min !== undefined || max !== undefined

function* parameterDifferences(
  point: string,
  schema: ResolvedSchema,
  model: ModelParameter,
): Iterable<Difference> {
  if (!types[schema.kind].includes(model.type))
    yield { point: `${point} type`, contract: schema.kind, model: model.type }
  const expected: Readonly<Record<string, unknown>> = {
    ...model,
    required: model.required ?? false,
    values: sorted(model.values),
  }
  for (const [name, contract] of Object.entries(asModel(schema))) {
    if ((name === 'min' || name === 'max') && !hasLimits(model)) continue
    if (JSON.stringify(contract) !== JSON.stringify(expected[name]))
      yield { point: `${point} ${name}`, contract, model: expected[name] }
  }
  if (schema.default !== undefined && model.default !== undefined)
    if (schema.default !== String(model.default))
      yield { point: `${point} default`, contract: schema.default, model: model.default }
}

function* requestDifferences(
  name: string,
  input: Resolved<Shape>,
  model: Model,
): Iterable<Difference> {
  const parameters = new Map(model.request.map((parameter) => [parameter.name, parameter]))
  for (const [parameter, schema] of Object.entries(input)) {
    const expected = parameters.get(parameter)
    if (expected) yield* parameterDifferences(`${name}.${parameter}`, schema, expected)
    else yield { point: `${name}.${parameter}`, contract: schema.kind, model: undefined }
  }
  for (const { name: parameter, only, type } of model.request)
    if (only === undefined && !Object.hasOwn(input, parameter))
      yield { point: `${name}.${parameter}`, contract: undefined, model: type }
}

/** A schema of an answer in the terms of a model: types for which there are several words stand in an order of their own. */
function* answerDifferences(
  point: string,
  schema: ResolvedSchema,
  model: ModelShape | undefined,
): Iterable<Difference> {
  if (schema.kind === 'list') {
    const wrapped = schema.wrapped === undefined ? model : memberOf(model, schema.wrapped)
    const [item] = Array.isArray(wrapped) ? wrapped : []
    yield* answerDifferences(`${point}[]`, schema.items, item)
  } else if (schema.kind === 'object') {
    for (const [name, member] of Object.entries(schema.members))
      yield* answerDifferences(`${point}.${name}`, member, memberOf(model, name))
  } else if (typeof model !== 'string' || !types[schema.kind].includes(model)) {
    yield { point, contract: schema.kind, model }
  }
}

const memberOf = (model: ModelShape | undefined, name: string): ModelShape | undefined =>
  typeof model === 'object' && !Array.isArray(model)
    ? (model as Readonly<Record<string, ModelShape>>)[name]
    : undefined

/** Every point at which a contract says something else than the vendor's models. */
export function differences(
  operation: Resolved<RpcOperation>,
  model: Model,
): readonly Difference[] {
  const { name, input, output, methods } = operation
  const methodsDiffer = JSON.stringify(methods) !== JSON.stringify(model.methods)
  return [
    ...(methodsDiffer
      ? [{ point: `${name} methods`, contract: methods, model: model.methods }]
      : []),
    ...requestDifferences(name, input, model),
    ...[...answerDifferences(`${name} answer`, output, model.response)].filter(
      ({ point }) => !model.legacyResponse?.includes(point.slice(`${name} answer.`.length)),
    ),
  ]
}
