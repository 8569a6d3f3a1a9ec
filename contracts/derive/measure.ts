import type { Characters, Length } from '../schema.ts'

const encoder = new TextEncoder()

/** The length of a text in the unit of its limit. */
export const lengthOf = (text: string, unit: Length['unit']): number =>
  unit === 'bytes' ? encoder.encode(text).length : [...text].length

/** Maximum number of UTF-8 bytes for one UTF-16 unit. */
const maxBytesOfUnit = 3

/** Whether a text passes a limit; texts that are clearly shorter or longer are not measured. */
export function isLonger(text: string, { value, unit }: Length): boolean {
  const widest = unit === 'bytes' ? maxBytesOfUnit : 1
  if (text.length * widest <= value) return false
  return (unit === 'bytes' && text.length > value) || lengthOf(text, unit) > value
}

/** As much of the beginning of a text as a limit allows, in whole characters. */
export const beginningOf = (text: string, { value, unit }: Length): string =>
  unit === 'bytes'
    ? text.slice(0, encoder.encodeInto(text, new Uint8Array(value)).read)
    : [...text].slice(0, value).join('')

// Control characters but tab, line feed and carriage return, and halves of surrogate pairs, which JSON can escape and UTF-8 cannot hold.
const controls = /[[\p{Cc}\p{Cs}]--[\t\n\r]]/v

/** Every emoji has one of these UTF-16 units. Looking for them is cheap; ideographs and letters have none. */
const emojiUnits = /[\u203c-\u2bff\u3030\u303d\u3297\u3299\ud83c-\ud83e]|\ufe0f/

let emoji: RegExp | undefined
// Ten milliseconds to compile, which a start does not need.
const emojiForm = (): RegExp => {
  emoji ??= /\p{RGI_Emoji}/v
  return emoji
}

const emojiIn = (text: string): string | undefined =>
  emojiUnits.test(text) ? emojiForm().exec(text)?.[0] : undefined

/** The first character or emoji that a text may not contain. */
export const illegalIn = (text: string, allowed: Characters): string | undefined =>
  controls.exec(text)?.[0] ?? (allowed === 'text-without-emoji' ? emojiIn(text) : undefined)

const maxDecimal = 2n ** 63n - 1n

/** Whether a text is a decimal integer from 0 to 2^63 − 1; leading zeros are allowed. */
export const isDecimal = (text: string): boolean =>
  /^\d{1,40}$/.test(text) && BigInt(text) <= maxDecimal

/** Whether a text is a decimal integer of any size, perhaps negative. */
export const isInteger = (text: string): boolean => /^-?\d+$/.test(text)

export const isBoolean = (text: string): boolean => /^(?:true|false)$/i.test(text)

/** Whether a text is a time as `2026-01-01T00:00:00Z`, of a day that exists. */
export function isTime(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return false
  const ms = Date.parse(text)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text.slice(0, 19))
}

/** Whether a text is an absolute HTTP or HTTPS URL. A parser alone would drop or replace spaces, line feeds and backslashes. */
export const isUrl = (text: string): boolean =>
  /^https?:\/\/[^/?#][^\s\p{Cc}\\]*$/iu.test(text) && URL.canParse(text)

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

/** An item that is percent-encoded once more; one that is not stays as it is. */
export function decoded(item: string): string {
  try {
    return decodeURIComponent(item)
  } catch {
    return item
  }
}
