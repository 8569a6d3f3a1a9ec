import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { codeOf } from '../kernel/error-code.ts'
import { keyedOptions } from './keyed.ts'
import { OptionError } from './option-error.ts'
import type { OptionKey } from './options.ts'
import type { GivenOptions } from './settle.ts'

const usualFile = 'vod-emulator.config.json'

interface File {
  readonly path: string
  /** What messages call it. */
  readonly given: string
  readonly isOptional?: boolean
  /** What it should be. */
  readonly expects?: string
}

/** The text of a file; undefined for an optional one that does not exist. */
function textOf({
  path,
  given,
  isOptional = false,
  expects = 'a JSON file',
}: File): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const code = codeOf(error)
    if (isOptional && code === 'ENOENT') return undefined
    throw new OptionError(`${given} cannot be read (${code}), expected ${expects}`)
  }
}

/** The parser's own message quotes the file, which may hold secrets; only the place is taken from it. */
const placeOf = (error: unknown) =>
  /\(line \d+ column \d+\)/.exec(error instanceof Error ? error.message : '')?.[0]

function jsonObject(text: string, file: string): object {
  const refusal = (place = '') =>
    new OptionError(`${file}: not accepted${place && ` ${place}`}, expected a JSON object`)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw refusal(placeOf(error))
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw refusal()
  return value
}

/** The given file, else the default one if it exists. */
export function fileOptions(cwd: string, named: string | undefined): GivenOptions {
  const file = named ?? usualFile
  const text = textOf({
    path: resolve(cwd, file),
    given: named === undefined ? usualFile : `--config: ${JSON.stringify(named)}`,
    isOptional: named === undefined,
  })
  return text === undefined ? new Map() : keyedOptions(jsonObject(text, file), ` in ${file}`)
}

/** What is made of the text of a file that an option names; `named` is what messages call it. */
interface FileKind {
  readonly expects: string
  readonly read: (text: string, named: string) => unknown
}

const pem: FileKind = { expects: 'a PEM file', read: (text) => text }

/** Options of which the program takes the name of a file, and the library what it holds. */
const inFiles: readonly (readonly [OptionKey, FileKind])[] = [
  ['seed', { expects: 'a JSON file', read: jsonObject }],
  ['tlsCert', pem],
  ['tlsKey', pem],
]

/** The options with what files hold instead of their names. */
export function withFiles(given: GivenOptions, cwd: string): GivenOptions {
  const fromFiles = inFiles.flatMap(([key, { expects, read }]) => {
    const { name, value } = given.get(key) ?? {}
    if (typeof value !== 'string') return []
    const file = { path: resolve(cwd, value), given: `${name}: ${JSON.stringify(value)}`, expects }
    const named = `${name} ${value}`
    return [[key, { name: named, value: read(textOf(file) ?? '', named) }] as const]
  })
  return new Map([...given, ...fromFiles])
}
