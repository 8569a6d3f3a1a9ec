import { signingTypes } from '#contracts/cdn/signing-types.ts'
import { whitespace } from '../diagnosis/common-mistakes.ts'
import { encodingHabits } from '../diagnosis/encodings.ts'
import type { Mistake } from '../diagnosis/solver.ts'
import { type ByteString, percentDecode, percentEncode } from '../kernel/bytes.ts'
import { type Instant, shanghaiMinute, unixSeconds } from '../kernel/time.ts'
import type { UrlSignature } from '../kernel/url-signing.ts'

/** What determines the hash in a URL, and what else a client may have hashed. */
export interface HashInput extends UrlSignature {
  readonly host: string
  /** Without the parameters that sign the URL. */
  readonly query: ByteString
  readonly domain: string
  readonly atMs: Instant
  readonly validitySeconds: number
  readonly otherKeys: readonly { readonly domain: string; readonly key: string }[]
  /** Between the parts of type A. */
  readonly separator: string
  readonly inCapitals: boolean
}

const asSent = 'Hash the path from its first slash up to the question mark, as the URL has it.'

const byParts = (path: ByteString, encode: (part: ByteString) => string): string =>
  path.split('/').map(encode).join('/')

function* otherEncodings(path: ByteString): Generator<ByteString> {
  const decoded = percentDecode(path)
  for (const encode of [percentEncode, ...encodingHabits.map((habit) => habit.encode)]) {
    const encoded = byParts(decoded, encode)
    if (encoded !== path && encoded !== decoded) yield encoded
  }
}

const pathMistakes: readonly Mistake<HashInput>[] = [
  {
    name: 'path-decoded',
    message: 'The path was hashed percent-decoded.',
    remedy: asSent,
    *variants({ path }) {
      const decoded = percentDecode(path)
      if (decoded !== path) yield { change: { path: decoded } }
    },
  },
  {
    name: 'path-encoded-otherwise',
    message: 'The path was hashed percent-encoded in another way than it was sent.',
    remedy: asSent,
    variants: ({ path }) => otherEncodings(path).map((other) => ({ change: { path: other } })),
  },
  {
    name: 'slash-missing',
    message: 'The path was hashed without its first slash.',
    remedy: asSent,
    variants: ({ path }) => [{ change: { path: path.slice(1) } }],
  },
  {
    name: 'file-name-only',
    message: 'Only the end of the path was hashed.',
    remedy: asSent,
    *variants({ path }) {
      const at = path.lastIndexOf('/')
      if (at > 0) yield { change: { path: path.slice(at) } }
      if (at > 0) yield { change: { path: path.slice(at + 1) } }
    },
  },
  {
    name: 'host-hashed',
    message: 'The path was hashed with {what} before it.',
    remedy: asSent,
    variants: ({ path, host, domain }) =>
      [`http://${domain}`, `https://${domain}`, domain, `http://${host}`, host]
        .concat(`/_emulator/cdn/${domain}`, `http://${host}/_emulator/cdn/${domain}`)
        .map((what) => ({ change: { path: what + path }, what })),
  },
  {
    name: 'query-hashed',
    message: 'The path was hashed with the query after it.',
    remedy: asSent,
    *variants({ path, query }) {
      if (query !== '') yield { change: { path: `${path}?${query}` } }
    },
  },
]

/** How a client may have written the time that it hashed. */
function writings({ atMs, validitySeconds }: HashInput): readonly string[] {
  const [seconds, hours8] = [unixSeconds(atMs), 8 * 3_600_000]
  const hex = seconds.toString(16).padStart(8, '0')
  const end = seconds + validitySeconds
  return [
    ...[String(seconds), hex, hex.toUpperCase(), `0x${hex}`, `${seconds}000`],
    ...[shanghaiMinute(atMs), shanghaiMinute(atMs - hours8), shanghaiMinute(atMs + hours8)],
    ...[String(end), end.toString(16), shanghaiMinute(end * 1000)],
  ]
}

const partMistakes: readonly Mistake<HashInput>[] = [
  {
    name: 'other-time',
    message: 'The time that was hashed is "{what}", which is not the text that the URL has.',
    remedy: 'Hash the time exactly as the URL has it.',
    variants: (input) =>
      [...new Set(writings(input))]
        .filter((time) => time !== input.time)
        .map((time) => ({ change: { time }, what: time })),
  },
  {
    name: 'other-rand-or-uid',
    message: 'What was hashed as {what} is not what the URL has.',
    remedy: 'Hash rand and uid exactly as the URL has them.',
    *variants({ type, rand, uid }) {
      if (type !== 'A') return
      for (const text of ['0', '']) {
        if (rand !== text) yield { change: { rand: text }, what: 'rand' }
        if (uid !== text) yield { change: { uid: text }, what: 'uid' }
        if (rand !== text && uid !== text)
          yield { change: { rand: text, uid: text }, what: 'rand and uid' }
      }
    },
  },
  {
    name: 'order-of-another-type',
    message: 'The parts were hashed in the order of type {what}.',
    remedy:
      'Hash path-timestamp-rand-uid-key for type A, key + time + path for type B, key + path + time for type C.',
    variants: ({ type }) =>
      signingTypes
        .filter((other) => other !== type)
        .map((other) => ({
          change: { type: other, ...(other === 'A' && { rand: '0', uid: '0' }) },
          what: other,
        })),
  },
  {
    name: 'hyphens-missing',
    message: 'The parts were hashed {what} them.',
    remedy: 'Put a hyphen between the parts: path-timestamp-rand-uid-key.',
    alone: true,
    *variants({ type }) {
      if (type !== 'A') return
      yield { change: { separator: '' }, what: 'with nothing between' }
      yield { change: { separator: ' ' }, what: 'with spaces between' }
      yield { change: { separator: ':' }, what: 'with colons between' }
    },
  },
]

const sameKey = 'Sign with the primary or the backup key of the domain.'

const keyMistakes: readonly Mistake<HashInput>[] = [
  {
    name: 'whitespace-after-key',
    message: 'The key ended with {what} that is not part of it.',
    remedy: 'Copy the key again, and strip what surrounds it where it is read.',
    variants: ({ key }) =>
      whitespace.map(([what, added]) => ({ change: { key: key + added }, what })),
  },
  {
    name: 'key-of-another-domain',
    message: 'The key was that of the domain {what}.',
    remedy: sameKey,
    alone: true,
    variants: ({ otherKeys }) =>
      otherKeys.map(({ domain, key }) => ({ change: { key }, what: domain })),
  },
  {
    name: 'key-missing',
    message: 'The key was {what}.',
    remedy: 'Make sure that the variable or option with the key is set and read.',
    alone: true,
    variants: () =>
      ['', 'undefined', 'null', 'None', 'nil'].map((key) => ({
        change: { key },
        what: key === '' ? 'empty' : `the word ${key}`,
      })),
  },
]

const writingMistake: Mistake<HashInput> = {
  name: 'hash-in-capitals',
  message: 'The hash was written in upper-case hex.',
  remedy: 'Write it in lower-case hex.',
  alone: true,
  variants: () => [{ change: { inCapitals: true } }],
}

/** Common mistakes in signing a URL of a CDN domain, likeliest first. */
export const mistakes: readonly Mistake<HashInput>[] = [
  ...pathMistakes,
  ...partMistakes,
  ...keyMistakes,
  writingMistake,
]
