import {
  eachLeftOut,
  hashMistake,
  methodMistakes,
  secretMistakes,
  writingMistakes,
} from '../../../diagnosis/common-mistakes.ts'
import { encodingHabits } from '../../../diagnosis/encodings.ts'
import type { Mistake } from '../../../diagnosis/solver.ts'
import { percentDecode, percentEncode, toText } from '../../../kernel/bytes.ts'
import { byBytes, type Pair } from '../../../kernel/pairs.ts'
import { byName, type SigningInputV1 } from './signature.ts'

const shown = ({ name }: Pair): string => toText(name) ?? name

const keyMistakes: readonly Mistake<SigningInputV1>[] = [
  {
    name: 'ampersand-forgotten',
    message: 'The key of the HMAC was the secret alone.',
    remedy: 'Sign with the secret followed by one &.',
    variants: () => [{ change: { suffix: '' } }],
  },
  {
    name: 'ampersand-doubled',
    message: 'The key of the HMAC had two & after the secret.',
    remedy: 'Sign with the secret followed by one &: see whether the client adds it already.',
    alone: true,
    variants: () => [{ change: { suffix: '&&' } }],
  },
]

/** Parameters that clients sign and then lose, with the values that they have there. */
const lost: readonly (readonly [name: string, value: string])[] = [
  ['Format', 'JSON'],
  ['Format', 'json'],
  ['Format', 'XML'],
  ['SignatureType', ''],
  ['SecurityToken', ''],
  ['Signature', ''],
  ['RegionId', ''],
  ['RegionId', 'cn-shanghai'],
  ['RegionId', 'cn-hangzhou'],
  ['RegionId', 'cn-beijing'],
  ['Version', '2017-03-21'],
]

const only =
  (place: 'query' | 'body'): Mistake<SigningInputV1>['variants'] =>
  ({ parameters, inBody }) => {
    const kept = parameters.filter(({ name }) => inBody.has(name) === (place === 'body'))
    return kept.length < parameters.length ? [{ change: { parameters: kept } }] : []
  }

const coverageMistakes: readonly Mistake<SigningInputV1>[] = [
  {
    name: 'parameter-not-signed',
    message: 'The parameter {what} was sent, but not signed.',
    remedy:
      'Sign every parameter that is sent, those with empty values too: add it before signing.',
    variants: ({ parameters }) =>
      eachLeftOut(parameters).map(({ left, kept }) => ({
        change: { parameters: kept },
        what: shown(left),
      })),
  },
  {
    name: 'empty-parameters-not-signed',
    message: 'The parameters with empty values were sent, but not signed.',
    remedy: 'Sign them as "Name=", or do not send them.',
    variants: ({ parameters }) => [
      { change: { parameters: parameters.filter(({ value }) => value !== '') } },
    ],
  },
  {
    name: 'body-not-signed',
    message: 'The parameters of the query were signed, but not those of the form in the body.',
    remedy: 'Sign the parameters of query and form together.',
    variants: only('query'),
  },
  {
    name: 'query-not-signed',
    message: 'The parameters of the form in the body were signed, but not those of the query.',
    remedy: 'Sign the parameters of query and form together.',
    variants: only('body'),
  },
  {
    name: 'parameter-not-sent',
    message: 'The parameter {what} was signed, but not sent.',
    remedy: 'Send every parameter that is signed.',
    alone: true,
    variants: ({ parameters }) =>
      lost
        .filter(([name]) => !parameters.some((parameter) => parameter.name === name))
        .map(([name, value]) => ({
          change: { parameters: [...parameters, { name, value }] },
          what: value === '' ? `${name}, empty` : `${name}=${value}`,
        })),
  },
]

const rename = (parameters: readonly Pair[], from: string, to: string): readonly Pair[] =>
  parameters.map((parameter) => (parameter.name === from ? { ...parameter, name: to } : parameter))

const spellings = ['Timestamp', 'TimeStamp']

const otherCase = (name: string): string => {
  const first = name.slice(0, 1)
  const other = first === first.toUpperCase() ? first.toLowerCase() : first.toUpperCase()
  return other + name.slice(1)
}

const spellingMistakes: readonly Mistake<SigningInputV1>[] = [
  {
    name: 'timestamp-spelling',
    message: 'The time was signed under the name {what}, and sent under another.',
    remedy: 'Write Timestamp in both; names are case-sensitive.',
    *variants({ parameters }) {
      for (const from of spellings)
        for (const to of spellings)
          yield { change: { parameters: rename(parameters, from, to) }, what: to }
    },
  },
  {
    name: 'name-in-other-case',
    message: 'The parameter {what} was signed under a name that begins in another case.',
    remedy: 'Sign names as they are sent; they are case-sensitive.',
    alone: true,
    variants: ({ parameters }) =>
      parameters.values().map((parameter) => ({
        change: { parameters: rename(parameters, parameter.name, otherCase(parameter.name)) },
        what: shown(parameter),
      })),
  },
  {
    name: 'query-encoded-again',
    message:
      'What was signed is right, but the whole query was percent-encoded once more before it was sent.',
    remedy:
      'Give the HTTP library parameters that are not encoded, or tell it that they are (Spring: a java.net.URI, not a template).',
    alone: true,
    variants: ({ parameters }) => [
      {
        change: {
          parameters: parameters.map((parameter) => ({
            ...parameter,
            value: percentDecode(parameter.value),
          })),
          render: (digest: Buffer) => percentEncode(digest.toString('base64')),
        },
      },
      {
        change: {
          parameters: parameters.map((parameter) => ({
            ...parameter,
            value: percentDecode(parameter.value),
          })),
        },
      },
    ],
  },
]

const encodingMistakes: readonly Mistake<SigningInputV1>[] = [
  {
    name: 'values-encoded-once',
    message:
      'The values were percent-encoded once, but the string to sign wants them encoded twice: as values, and with the whole canonical query.',
    remedy:
      'Encode every value before it is put into the canonical query, then the whole of that once more.',
    variants: () => [{ change: { encode: (bytes) => bytes } }],
  },
  ...encodingHabits
    .filter(({ name }) => name !== 'values-not-encoded')
    .map(({ encode, ...habit }) => ({
      ...habit,
      variants: () => [
        { change: { encode } },
        { change: { encode, encodeWhole: encode, path: encode('/') } },
        { change: { encode, encodeWhole: encode } },
        { change: { encodeWhole: encode } },
      ],
    })),
]

const wholeMistakes: readonly Mistake<SigningInputV1>[] = [
  {
    name: 'canonical-query-not-encoded',
    message:
      'The canonical query was put into the string to sign as it is: the second pass of the encoding is missing.',
    remedy: 'Percent-encode the whole canonical query once more after METHOD&%2F&.',
    alone: true,
    variants: () => [
      { change: { encodeWhole: (canonical) => canonical } },
      { change: { encodeWhole: (canonical) => canonical, path: '/' } },
    ],
  },
  {
    name: 'path-not-encoded',
    message: 'The path was signed as {what} instead of %2F.',
    remedy: 'Begin the string to sign with METHOD&%2F&.',
    alone: true,
    variants: () => ['/', '', '%252F', '%2f'].map((path) => ({ change: { path }, what: path })),
  },
]

const lower = (text: string): string => text.toLowerCase()

const orderMistakes: readonly Mistake<SigningInputV1>[] = [
  {
    name: 'pairs-sorted',
    message: 'Texts of the form name=value were sorted instead of the names.',
    remedy: 'Sort by the names alone; Tag stands before Tag.1.',
    variants: () => [{ change: { order: (a, b) => byBytes(a.encoded, b.encoded) } }],
  },
  {
    name: 'sorted-without-case',
    message: 'The names were sorted without regard to upper and lower case.',
    remedy: 'Sort by bytes: upper case before lower case.',
    variants: () => [
      { change: { order: (a, b) => byBytes(lower(a.name), lower(b.name)) || byName(a, b) } },
      { change: { order: (a, b) => a.name.localeCompare(b.name) } },
    ],
  },
  {
    name: 'not-sorted',
    message: 'The parameters were signed in the order in which they were sent.',
    remedy: 'Sort them by name before signing.',
    variants: () => [{ change: { order: undefined } }],
  },
]

/** Common mistakes under SignatureVersion 1.0, likeliest first. */
export const mistakesV1: readonly Mistake<SigningInputV1>[] = [
  ...keyMistakes,
  ...secretMistakes,
  ...methodMistakes('GET', 'POST', 'PUT'),
  ...coverageMistakes,
  ...spellingMistakes,
  ...encodingMistakes,
  ...wholeMistakes,
  ...orderMistakes,
  hashMistake('sha1', 'sha256'),
  ...writingMistakes('the Base64 of its 20 bytes'),
]
