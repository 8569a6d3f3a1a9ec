import { parseArgs } from 'node:util'
import { suggestion } from '../kernel/closest-match.ts'
import { OptionError } from './option-error.ts'
import type { OptionKey } from './options.ts'
import type { KeyedRow } from './row.ts'
import type { Given, GivenOptions } from './settle.ts'
import { rows } from './table.ts'

const verbs = ['start', 'healthcheck'] as const

type Verb = (typeof verbs)[number]

export interface CommandLine {
  readonly command: Verb | 'seed-schema' | 'help' | 'version'
  readonly config: string | undefined
  readonly given: GivenOptions
}

type Token = NonNullable<ReturnType<typeof parseArgs>['tokens']>[number]
type FlagToken = Extract<Token, { kind: 'option' }>

const rowsByFlag: ReadonlyMap<string, KeyedRow> = new Map(rows.map((row) => [row.flag, row]))
const flags = [...rowsByFlag.keys(), '--config', '--help', '--version']

function tokensOf(argv: readonly string[]): readonly Token[] {
  const declared = rows.map(({ flag, placeholder }) => {
    const type = placeholder ? ('string' as const) : ('boolean' as const)
    return [flag.slice(2), { type }] as const
  })
  const options = {
    ...Object.fromEntries(declared),
    config: { type: 'string' },
  } as const
  // Not strict, because the messages are ours: they name the value and never show a secret.
  return parseArgs({ args: [...argv], options, strict: false, tokens: true }).tokens
}

const argumentOf = (token: FlagToken, expects: string): string => {
  const swallowed = !token.inlineValue && token.value?.startsWith('--')
  if (token.value !== undefined && !swallowed) return token.value
  throw new OptionError(`${token.rawName}: its value is missing, expected ${expects}`)
}

function add(given: Map<OptionKey, Given>, token: FlagToken, row: KeyedRow): void {
  const value = row.placeholder ? argumentOf(token, row.value.expects) : (token.value ?? true)
  const earlier = given.get(row.key)?.value
  const values = row.repeatable && [...(Array.isArray(earlier) ? earlier : []), value]
  given.set(row.key, { name: row.flag, value: values ?? value })
}

/** A word that might be part of a secret is not repeated. */
function refusePositional(value: string, index: number): never {
  const word = index === 0 && /^[\w-]+$/.test(value) ? JSON.stringify(value) : 'not accepted'
  throw new OptionError(
    `argument ${index + 1}: ${word}, expected an option or the command ${verbs.join(', ')} or seed --schema`,
  )
}

const verbOf = ([first]: readonly string[]) => verbs.find((verb) => verb === first)

/** What follows the name may be a secret: `'--secret x'` as one argument, `-psecret`. */
function refuseFlag(token: FlagToken, argument: string): never {
  const [written = ''] = argument.split(/[=:\s]/)
  if (flags.includes(written)) {
    throw new OptionError(`${written}: expected its value as the next argument or after "="`)
  }
  const meant = suggestion(written, flags)
  const name = meant || written.startsWith('--') ? written : token.rawName
  throw new OptionError(`${name}: no such option${meant}`)
}

const asks = (
  tokens: readonly Token[],
  argv: readonly string[],
  names: readonly (string | undefined)[],
) => tokens.some(({ kind, index }) => kind === 'option' && names.includes(argv[index]))

/** Reads the arguments that follow the program's name. */
export function readCommandLine(argv: readonly string[]): CommandLine {
  const tokens = tokensOf(argv)
  const given = new Map<OptionKey, Given>()
  let config: string | undefined
  if (asks(tokens, argv, ['-h', '--help'])) return { command: 'help', config, given }
  if (asks(tokens, argv, ['-v', '--version'])) return { command: 'version', config, given }
  if (argv[0] === 'seed') {
    if (argv.length === 2 && argv[1] === '--schema')
      return { command: 'seed-schema', config, given }
    throw new OptionError('seed: expected --schema, which prints the JSON Schema of a seed file')
  }
  const verb = verbOf(argv)
  for (const token of tokens) {
    if (token.kind === 'positional' && !(token.index === 0 && verb)) {
      refusePositional(token.value, token.index)
    }
    if (token.kind !== 'option') continue
    const row = rowsByFlag.get(`--${token.name}`)
    if (row) add(given, token, row)
    else if (token.name === 'config') config = argumentOf(token, 'a JSON file')
    else refuseFlag(token, argv[token.index] ?? token.rawName)
  }
  return { command: verb ?? 'start', config, given }
}
