/**
 * Bytes as a string whose code units are all below 256, which is how Node hands over request targets and header
 * values. Signatures are computed on bytes, so that nothing is lost when a client sends invalid UTF-8.
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
  let decoded = ''
  let done = 0
  for (let at = raw.indexOf('%'); at >= 0; at = raw.indexOf('%', at + 1)) {
    const [high, low] = [digit(raw, at + 1), digit(raw, at + 2)]
    if (high < 0 || low < 0) continue
    decoded += raw.slice(done, at) + String.fromCharCode(high * 16 + low)
    done = at + 3
  }
  return done === 0 ? raw : decoded + raw.slice(done)
}

/** As `percentDecode`, with `+` for a space: the rule of queries and forms. */
export const formDecode = (raw: ByteString): ByteString =>
  percentDecode(raw.includes('+') ? raw.replaceAll('+', ' ') : raw)

const percent = 0x25
const hexDigits = Buffer.from('0123456789ABCDEF')
const unreserved = Uint8Array.from({ length: 256 }, (_, code) =>
  Number(/[A-Za-z0-9\-_.~]/.test(String.fromCharCode(code))),
)
const reserved = /[^A-Za-z0-9\-_.~]/

/** Percent-encoding of everything but the unreserved characters of RFC 3986. */
export function percentEncode(bytes: ByteString): string {
  if (!reserved.test(bytes)) return bytes
  const encoded = Buffer.allocUnsafe(bytes.length * 3)
  let length = 0
  for (let i = 0; i < bytes.length; i++) {
    const code = bytes.charCodeAt(i)
    if (unreserved[code]) encoded[length++] = code
    else {
      encoded[length++] = percent
      encoded[length++] = hexDigits[code >> 4] ?? 0
      encoded[length++] = hexDigits[code & 15] ?? 0
    }
  }
  return encoded.toString('latin1', 0, length)
}

/** As `percentEncode`, with slashes left alone: the form of paths. */
export const percentEncodePath = (bytes: ByteString): string =>
  percentEncode(bytes).replaceAll('%2F', '/')

/** The text of bytes, or undefined when they are not valid UTF-8. */
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
