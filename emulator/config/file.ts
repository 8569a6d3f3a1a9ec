import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { codeOf } from '../kernel/error-code.ts'
import { keyedOptions } from './keyed.ts'
import { OptionError } from './option-error.ts'
import type { GivenOptions } from './settle.ts'

const usualFile = 'vod-emulator.config.json'

function textOf(cwd: string, named: string | undefined): string | undefined {
  try {
    return readFileSync(resolve(cwd, named ?? usualFile), 'utf8')
  } catch (error) {
    const code = codeOf(error)
    if (named === undefined && code === 'ENOENT') return undefined
    const given = named === undefined ? usualFile : `--config: ${JSON.stringify(named)}`
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
  const text = textOf(cwd, named)
  const file = named ?? usualFile
  return text === undefined ? new Map() : keyedOptions(jsonObject(text, file), ` in ${file}`)
}
