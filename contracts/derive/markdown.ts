import type { Check } from '../check.ts'
import { editions, inEdition } from '../edition.ts'
import type { ErrorTable, OrderedConstraint, OssOperation, RpcOperation } from '../operation.ts'
import type { CommonParameter } from '../rpc/parameters.ts'
import type { Evidence, Schema, Shape } from '../schema.ts'
import { code } from './constraints/constraint.ts'
import { requiredWords } from './constraints/required.ts'
import { limits } from './fields.ts'
import { type Choice, structuresOf } from './structures.ts'

const inCode = /(`[^`]*`)/

/** A text as a table has it. Outside code, a `<name>` would be taken for HTML and not be seen. */
const cell = (text: string): string =>
  text
    .split(inCode)
    .map((part) => (inCode.test(part) ? part : part.replaceAll('<', '\\<')))
    .join('')
    .replaceAll('|', '\\|')
    .replaceAll('\n', ' ')

/** A Markdown table. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n')

/** The limits, once where the editions agree. */
function limitsOf(schema: Schema): string {
  const said = editions.map((edition) => ({
    edition,
    text: limits(inEdition(schema, edition)).join('; '),
  }))
  const texts = new Set(said.map(({ text }) => text))
  if (texts.size === 1) return [...texts].join('')
  return said.map(({ edition, text }) => `${text} (${edition})`).join(', ')
}

const types: Readonly<Record<Schema['kind'], string>> = {
  string: 'string',
  integer: 'integer',
  decimal: 'number',
  boolean: 'boolean',
  timestamp: 'UTC time',
  list: 'list',
  object: 'object',
  json: 'JSON',
}

const typeOf = (schema: Schema): string =>
  schema.kind === 'list' && schema.style === 'csv' ? 'comma separated' : types[schema.kind]

/** Where rows stand: how their paths begin, and what chooses the structure that they are members of. */
interface Place {
  readonly prefix: string
  readonly choice?: Choice | undefined
}

/** The object inside a member, and how its path goes on. */
function inside(schema: Schema, path: string): readonly [Shape, string] {
  if (schema.kind === 'object') return [schema.members, `${path}.`]
  return schema.kind === 'list' && schema.items.kind === 'object'
    ? [schema.items.members, `${path}[].`]
    : [{}, '']
}

const chosenWords = (choice: Choice | undefined): string =>
  choice ? ` when ${choice.parameter} is ${choice.value || 'absent'}` : ''

const inputRows = (
  shape: Shape,
  evidence: Evidence,
  { prefix, choice }: Place = { prefix: '' },
): readonly (readonly string[])[] =>
  Object.entries(shape).flatMap(([name, schema]) => [
    [
      code(prefix + name) + chosenWords(choice),
      typeOf(schema),
      'required' in schema ? requiredWords(schema.required) : '',
      limitsOf(schema),
      schema.default ?? '',
      code(schema.example ?? ''),
      schema.describe ?? '',
      schema.evidence ?? evidence,
    ],
    ...innerRows(schema, evidence, { prefix: prefix + name, choice }),
  ])

function innerRows(schema: Schema, evidence: Evidence, { prefix: path, choice: outer }: Place) {
  const structures =
    schema.kind === 'json'
      ? structuresOf(schema.content)
      : [{ structure: schema, choice: undefined }]
  return structures.flatMap(({ structure, choice = outer }) => {
    const [shape, prefix] = inside(structure, path)
    return inputRows(shape, evidence, { prefix, choice })
  })
}

const inputTable = ({ input, evidence }: RpcOperation): string =>
  table(
    ['parameter', 'type', 'required', 'limits', 'default', 'example', 'meaning', 'evidence'],
    inputRows(input, evidence),
  )

/** The members of an answer, or of an event. */
export const outputRows = (schema: Schema, path: string): readonly (readonly string[])[] => {
  if (schema.kind === 'list') {
    const at = schema.wrapped === undefined ? path : `${path}.${schema.wrapped}`
    const own = [code(at), types.list, schema.describe ?? '']
    return [own, ...outputRows(schema.items, `${at}[]`).slice(1)]
  }
  const own = path === '' ? [] : [[code(path), types[schema.kind], schema.describe ?? '']]
  if (schema.kind !== 'object') return own
  const members = Object.entries(schema.members)
  const prefix = path === '' ? '' : `${path}.`
  return [...own, ...members.flatMap(([name, member]) => outputRows(member, prefix + name))]
}

const orderTable = (constraintOrder: readonly OrderedConstraint[]): string =>
  table(
    ['', 'constraint', 'parameters', 'error', 'evidence'],
    constraintOrder.map(({ violates, of, error, evidence }, i) => [
      String(i + 1),
      violates,
      of ? of.map(code).join(', ') : 'all',
      code(error),
      evidence,
    ]),
  )

/** Errors with status, message and evidence. */
export const errorTable = (errors: ErrorTable): string =>
  table(
    ['code', 'status', 'message', 'remedy', 'evidence'],
    Object.entries(errors).map(([name, { status, message, remedy, evidence, note, when }]) => [
      code(name),
      String(status),
      [message, note && `(${note})`, when && `When: ${when}`].filter(Boolean).join(' '),
      remedy,
      evidence,
    ]),
  )

/** The order of checks, with the evidence of each rule and of its place. */
export const checkTable = (checks: readonly Check[]): string =>
  table(
    ['', 'check', 'what is demanded', 'else', 'rule', 'place'],
    checks.map(({ name, rule, refuses, evidence, place, page }, i) => [
      String(i + 1),
      code(name),
      page ? `${rule} [page](${page})` : rule,
      code(refuses),
      evidence,
      place,
    ]),
  )

export const commonParameterTable = (parameters: readonly CommonParameter[]): string =>
  table(
    ['V1', 'V3', 'required', 'when missing', 'meaning', 'evidence'],
    parameters.map(({ v1 = '', v3 = '', required, missing = '', describe, evidence }) => [
      code(v1),
      code(v3),
      required,
      code(missing),
      describe,
      evidence,
    ]),
  )

const exampleText = ({ examples }: RpcOperation): string =>
  examples
    .map(
      ({ name, input }) => `**${name}**\n\n\`\`\`json\n${JSON.stringify(input, null, 2)}\n\`\`\``,
    )
    .join('\n\n')

/** The reference page of an operation. */
export const rpcPage = (operation: RpcOperation): string => `# ${operation.name}

${operation.summary}

- Methods: ${operation.methods.join(', ')}
- Action in policies: ${code(operation.access.action)} (${operation.access.level})
- Evidence: ${operation.evidence}
- Manual: <${operation.see}>
${(operation.notes ?? []).map((note) => `- ${note}`).join('\n')}

## Request

Beside the common parameters:

${inputTable(operation)}

## Answer

${table(['member', 'type', 'meaning'], outputRows(operation.output, ''))}

## Constraint order

The first rule that a request violates decides the answer.

${orderTable(operation.constraintOrder)}

## Errors

${errorTable(operation.errors)}

## Examples

${exampleText(operation)}
`

/** One row per operation of the RPC products. */
export const rpcOverview = (operations: readonly RpcOperation[]): string =>
  table(
    ['operation', 'does', 'evidence'],
    operations.map(({ name, product, summary, evidence }) => [
      `[${name}](reference/${product}/${name}.md)`,
      summary,
      evidence,
    ]),
  )

const paths = { service: '/', bucket: '/bucket', object: '/bucket/key' }

function ossRequest({ scope, method, subresources, headers = [] }: OssOperation): string {
  const query = subresources.length > 0 ? `?${subresources.join('&')}` : ''
  const selecting = headers.map((name) => ` with ${code(name)}`).join('')
  return code(`${method} ${paths[scope]}${query}`) + selecting
}

/** One row per operation of OSS. */
export const ossOverview = (operations: readonly OssOperation[]): string =>
  table(
    ['operation', 'request', 'upload credential', 'does', 'evidence'],
    operations.map((operation) => [
      `[${operation.name}](${operation.see})`,
      ossRequest(operation),
      operation.access.uploadCredential ? 'yes' : '',
      operation.summary,
      operation.evidence,
    ]),
  )
