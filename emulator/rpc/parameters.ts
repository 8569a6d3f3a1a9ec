import { isUtf8 } from 'node:buffer'
import { type ByteString, fromText } from '../kernel/bytes.ts'
import type { Message } from '../kernel/message.ts'
import { countPairs, type Pair, parsePairs } from '../kernel/pairs.ts'

/** Decoded parameters by name. */
export type ParameterMap = ReadonlyMap<ByteString, ByteString>

const mediaType = (message: Message): string =>
  (message.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''

const noUtf8: ByteString = '\xff'

/** The bytes of a JSON string. A text that lost bytes in decoding gets bytes that are not valid UTF-8, so that it is refused. */
const bytesOf = (text: string, isDamaged: boolean): ByteString =>
  text.isWellFormed() && !(isDamaged && text.includes('\u{FFFD}')) ? fromText(text) : noUtf8

const memberText = (value: unknown): string =>
  typeof value === 'object' ? JSON.stringify(value) : String(value)

/** Integers too large for numbers stay as they are written. */
const exactly = (_name: string, value: unknown, context?: { readonly source?: string }): unknown =>
  typeof value === 'number' && !Number.isSafeInteger(value) ? (context?.source ?? value) : value

function members(body: Buffer): readonly (readonly [name: string, text: string])[] {
  try {
    const data: unknown = JSON.parse(body.toString('utf8'), exactly)
    if (typeof data !== 'object' || data === null || Array.isArray(data)) return []
    return Object.entries(data)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name, memberText(value)])
  } catch {
    return []
  }
}

/**
 * The parameters of a body: of a form, or the top-level members of a JSON object. `admit` gets their number before they are
 * made, and returns whether it is small enough; if not, there are none.
 */
export function bodyPairs(
  message: Message,
  body: Buffer,
  admit: (count: number) => boolean,
): readonly Pair[] {
  if (body.length === 0) return []
  const type = mediaType(message)
  if (type === 'application/x-www-form-urlencoded') {
    const form = body.toString('latin1')
    return admit(countPairs(form)) ? parsePairs(form) : []
  }
  if (type !== 'application/json') return []
  const isDamaged = !isUtf8(body)
  const entries = members(body)
  if (!admit(entries.length)) return []
  return entries.map(([name, text]) => ({
    name: fromText(name),
    value: bytesOf(text, isDamaged),
  }))
}

/** Pairs → map: the last of one name wins, so that a body given after the query wins over it. */
export const toMap = (...lists: readonly (readonly Pair[])[]): ParameterMap => {
  const map = new Map<ByteString, ByteString>()
  for (const pairs of lists) for (const { name, value } of pairs) map.set(name, value)
  return map
}
