import { table } from '#contracts/derive/markdown.ts'
import { ossOperations, rpcOperations } from '#contracts/index.ts'
import type { RpcOperation } from '#contracts/operation.ts'
import type { Evidence, Shape } from '#contracts/schema.ts'
import { vodActions } from '#contracts/vod/actions.ts'
import * as uploadProgress from '#contracts/vod/upload-progress.ts'

const emulated: readonly RpcOperation[] = Object.values(rpcOperations)

/** Strongest first. */
const tags: readonly Evidence[] = [
  'recorded',
  'captured',
  'observed',
  'documented',
  'source',
  'inferred',
]

const ofParameters = (input: Shape, evidence: Evidence): readonly Evidence[] =>
  Object.values(input).map((schema) => schema.evidence ?? evidence)

/** Who says what a contract claims: of its parameters, its errors and each row of its constraint order. */
const evidenceOf = ({ input, evidence, errors, constraintOrder }: RpcOperation) => [
  ...ofParameters(input, evidence),
  ...Object.values(errors).map((error) => error.evidence),
  ...constraintOrder.map((row) => row.evidence),
]

/** `documented 14, inferred 20` */
const counted = (evidence: readonly Evidence[]): string =>
  tags
    .map((tag) => [tag, evidence.filter((one) => one === tag).length] as const)
    .flatMap(([tag, count]) => (count > 0 ? [`${tag} ${count}`] : []))
    .join(', ')

/** Answered, but no operations that anybody may rely on. */
const unsigned: readonly string[] = Object.keys(uploadProgress)

const code = (name: string): string => `\`${name}\``

const row = (name: string): readonly string[] => {
  const operation = emulated.find((one) => one.name === name)
  return operation
    ? [
        `[${code(name)}](../contracts/reference/${operation.product}/${name}.md)`,
        'yes',
        counted(evidenceOf(operation)),
      ]
    : [
        code(name),
        unsigned.includes(name) ? 'as [a tolerance](url-uploads.md#uploads-from-upload-sdks)' : '',
        '',
      ]
}

const count = `${emulated.length} of the ${vodActions.size} operations of VOD 2017-03-21`

/** The page about what is emulated. */
export const coveragePage = (): string => `# What is emulated

${count} are emulated. Any other of them is refused as \`UnsupportedOperation\`, an unknown one
as \`InvalidAction.NotFound\`.

The evidence is that of each claim of the contract: its parameters, its errors, and every place in the order of its constraints.
[What each tag means](../contracts/README.md#evidence). **Nothing is recorded: none of it has been run against the real service.**

${table(['operation', 'emulated', 'evidence'], [...vodActions].toSorted().map(row))}

Of OSS: ${listed(Object.keys(ossOperations))}. Every other operation is refused as \`NotImplemented\`.
`

const listed = (names: readonly string[]): string => names.map(code).join(', ')

/** The rows of the README about the two protocols. */
export const emulatedRows = (): string =>
  table(
    ['', 'what works today'],
    [
      [
        'VOD',
        `${count}: ${listed(emulated.map(({ name }) => name))}; every other action is [refused by name](docs/coverage.md)`,
      ],
      [
        'OSS',
        `${listed(Object.keys(ossOperations))}; V1 and V4 signatures, in headers and URLs; everything else is refused as \`NotImplemented\``,
      ],
      [
        'CDN',
        'MediaURLs on your domains, which the same port answers; URL signing of types A, B and C',
      ],
      ['records', 'in memory, SQLite or PostgreSQL'],
      ['bytes', 'in memory, files, or a MinIO that stands in for OSS'],
    ],
  )
