import type { Characters, Length } from '../schema.ts'

const encoder = new TextEncoder()

/** The length of a text in the unit of its limit. */
export const lengthOf = (text: string, unit: Length['unit']): number =>
  unit === 'bytes' ? encoder.encode(text).length : [...text].length

// Control characters are the point here: all but tab, line feed and carriage return are refused.
const controls = /[\p{Cc}--[\t\n\r]]/v

let emoji: RegExp | undefined
// Ten milliseconds to compile, which a start does not need.
const emojiForm = (): RegExp => {
  emoji ??= /\p{RGI_Emoji}/v
  return emoji
}

/** The first character or emoji that a text may not contain. */
export const illegalIn = (text: string, allowed: Characters): string | undefined =>
  controls.exec(text)?.[0] ??
  (allowed === 'text-without-emoji' ? emojiForm().exec(text)?.[0] : undefined)

const largestDecimal = 2n ** 63n - 1n

/** Whether a text is a decimal integer from 0 to 2^63 − 1; leading zeros are allowed. */
export const isDecimal = (text: string): boolean =>
  /^\d{1,40}$/.test(text) && BigInt(text) <= largestDecimal

export function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}

/** The extension of a file name or path, lower case, without its dot; empty if there is none. */
export function extensionOf(fileName: string): string {
  const name = fileName.split(/[/\\]/).at(-1) ?? ''
  const dot = name.lastIndexOf('.')
  return dot < 0 ? '' : name.slice(dot + 1).toLowerCase()
}

/** The items of a comma separated list: trimmed, without empty ones. */
export const itemsOf = (csv: string): readonly string[] =>
  csv
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
