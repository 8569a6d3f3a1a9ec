/**
 * Bytes as a string whose code units are all below 256, which is how Node hands over request targets and header
 * values. Signatures are computed on bytes, so that nothing is lost where a client sends no valid UTF-8.
 */
export type ByteString = string

const onlyAscii = /^[\0-\x7f]*$/
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The value of a hex digit, or −1. */
function digit(raw: ByteString, at: number): number {
  const code = raw.charCodeAt(at)
  if (code >= 48 && code <= 57) return code - 48
  const letter = code | 32
  return letter >= 97 && letter <= 102 ? letter - 87 : -1
}

/** Percent-decoding. A malformed escape stays as it is. */
export function percentDecode(raw: ByteString): ByteString {
  if (!raw.includes('%')) return raw
  const decoded = Buffer.allocUnsafe(raw.length)
  let length = 0
  for (let i = 0; i < raw.length; i++) {
    const [high, low] = [digit(raw, i + 1), digit(raw, i + 2)]
    const isEscape = raw[i] === '%' && high >= 0 && low >= 0
    decoded[length++] = isEscape ? high * 16 + low : raw.charCodeAt(i)
    if (isEscape) i += 2
  }
  return decoded.toString('latin1', 0, length)
}

/** As `percentDecode`, with `+` for a space: the rule of queries and forms. */
export const formDecode = (raw: ByteString): ByteString =>
  percentDecode(raw.includes('+') ? raw.replaceAll('+', ' ') : raw)

const hex = (code: number) => `%${code.toString(16).toUpperCase().padStart(2, '0')}`
const encoded: readonly string[] = Array.from({ length: 256 }, (_, code) =>
  /[A-Za-z0-9\-_.~]/.test(String.fromCharCode(code)) ? String.fromCharCode(code) : hex(code),
)
const reserved = /[^A-Za-z0-9\-_.~]/g

/** Percent-encoding of everything but the unreserved characters of RFC 3986. */
export const percentEncode = (bytes: ByteString): string =>
  bytes.replace(reserved, (c) => encoded[c.charCodeAt(0)] ?? c)

/** As `percentEncode`, with slashes left alone: the form of paths. */
export const percentEncodePath = (bytes: ByteString): string =>
  percentEncode(bytes).replaceAll('%2F', '/')

/** The text of bytes, or undefined when they are no UTF-8. */
export function toText(bytes: ByteString): string | undefined {
  if (onlyAscii.test(bytes)) return bytes
  try {
    return decoder.decode(Buffer.from(bytes, 'latin1'))
  } catch {
    return undefined
  }
}

export const fromText = (text: string): ByteString =>
  onlyAscii.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1')
