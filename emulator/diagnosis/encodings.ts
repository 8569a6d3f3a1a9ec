import { type ByteString, percentEncode } from '../kernel/bytes.ts'
import type { Finding } from './solver.ts'

export type Encode = (bytes: ByteString) => string

/** A way to percent-encode that is not the one that signatures want. */
export interface EncodingHabit extends Finding {
  readonly encode: Encode
}

const marks: Readonly<Record<string, string>> = {
  '%21': '!',
  '%27': "'",
  '%28': '(',
  '%29': ')',
  '%2A': '*',
}

const withMarksRaw = (bytes: ByteString): string =>
  percentEncode(bytes).replace(/%2[1789A]/g, (code) => marks[code] ?? code)

const forms: Readonly<Record<string, string>> = { '%20': '+', '%2A': '*', '~': '%7E' }

const rule = 'Encode every byte but A-Z a-z 0-9 - _ . ~ as % and two upper-case hex digits.'

/** What the functions of common languages and hand-written loops make of it. */
export const encodingHabits: readonly EncodingHabit[] = [
  {
    name: 'lower-case-escapes',
    message: 'The hex digits of the escapes were in lower case (%2f).',
    remedy: rule,
    encode: (bytes) => percentEncode(bytes).replace(/%[0-9A-F]{2}/g, (c) => c.toLowerCase()),
  },
  {
    name: 'values-not-encoded',
    message:
      'The values were put in as they are, not percent-encoded: one pass of the encoding is missing.',
    remedy: rule,
    encode: (bytes) => bytes,
  },
  {
    name: 'space-as-plus',
    message: 'A space was encoded as +.',
    remedy: 'Encode a space as %20.',
    encode: (bytes) => percentEncode(bytes).replaceAll('%20', '+'),
  },
  {
    name: 'asterisk-raw',
    message: 'A * was left as it is.',
    remedy: 'Encode * as %2A.',
    encode: (bytes) => percentEncode(bytes).replaceAll('%2A', '*'),
  },
  {
    name: 'tilde-encoded',
    message: 'A ~ was encoded as %7E.',
    remedy: 'Leave ~ as it is.',
    encode: (bytes) => percentEncode(bytes).replaceAll('~', '%7E'),
  },
  {
    name: 'form-encoding',
    message:
      'The encoding was the one of forms (URLEncoder, quote_plus): + for a space, * raw, %7E for ~.',
    remedy: 'After it replace + by %20, * by %2A and %7E by ~.',
    encode: (bytes) => percentEncode(bytes).replace(/%20|%2A|~/g, (c) => forms[c] ?? c),
  },
  {
    name: 'marks-raw',
    message: "The characters ! ' ( ) * were left as they are, as encodeURIComponent does.",
    remedy: "After it replace ! ' ( ) * by %21 %27 %28 %29 %2A.",
    encode: withMarksRaw,
  },
  {
    name: 'first-asterisk-only',
    message: "Only the first * of a value was encoded, and ! ' ( ) not at all, as Aliplayer does.",
    remedy: 'Replace every occurrence, not only the first.',
    encode: (bytes) => withMarksRaw(bytes).replace('*', '%2A'),
  },
  {
    name: 'slash-raw',
    message: 'A / was left as it is, as quote of Python does.',
    remedy: 'Encode / as %2F: in Python, quote(value, safe="~").',
    encode: (bytes) => percentEncode(bytes).replaceAll('%2F', '/'),
  },
  {
    name: 'reserved-raw',
    message:
      "Reserved characters (; , / ? : @ & = + $ # ! ' ( ) *) were left as they are, as encodeURI does.",
    remedy: rule,
    encode: (bytes) =>
      percentEncode(bytes).replace(
        /%(?:3B|2C|2F|3F|3A|40|26|3D|2B|24|23|21|27|28|29|2A)/g,
        (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)),
      ),
  },
  {
    name: 'values-encoded-twice',
    message: 'The values were percent-encoded once more than they should be.',
    remedy: 'Give decoded values to what signs, and encode them there, once.',
    encode: (bytes) => percentEncode(percentEncode(bytes)),
  },
]
