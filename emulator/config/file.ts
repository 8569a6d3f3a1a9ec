import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { codeOf } from '../kernel/error-code.ts'
import { keyedOptions } from './keyed.ts'
import { OptionError } from './option-error.ts'
import type { GivenOptions } from './settle.ts'

const usualFile = 'vod-emulator.config.json'

interface File {
  readonly path: string
  /** What messages call it. */
  readonly given: string
  readonly isOptional?: boolean
}

/** The text of a file; undefined for an optional one that does not exist. */
function textOf({ path, given, isOptional = false }: File): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const code = codeOf(error)
    if (isOptional && code === 'ENOENT') return undefined
    throw new OptionError(`${given} cannot be read (${code}), expected a JSON file`)
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

/** The options with what the file of the seed holds instead of its name. */
export function withSeedFile(given: GivenOptions, cwd: string): GivenOptions {
  const { name, value } = given.get('seed') ?? {}
  if (typeof value !== 'string') return given
  const named = `${name} ${value}`
  const text = textOf({ path: resolve(cwd, value), given: `${name}: ${JSON.stringify(value)}` })
  return new Map([...given, ['seed', { name: named, value: jsonObject(text ?? '', named) }]])
}
