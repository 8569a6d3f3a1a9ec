import {
  hashMistake,
  methodMistakes,
  secretMistakes,
  writingMistakes,
} from '../../../diagnosis/common-mistakes.ts'
import { encodingHabits } from '../../../diagnosis/encodings.ts'
import type { Mistake } from '../../../diagnosis/solver.ts'
import { type ByteString, percentEncode, toText } from '../../../kernel/bytes.ts'
import { httpDate, isoSeconds, parseOssDate } from '../../../kernel/time.ts'
import { isSigned } from '../../subresources.ts'
import {
  contentMistakes,
  headerMistakes,
  otherThan,
  queryMistakes,
  resourceMistakes,
  tokenMistake,
} from '../common-mistakes.ts'
import type { SigningInputV1 } from './signature.ts'

/** Every way to percent-encode, the right one first. */
const encodings = [
  percentEncode,
  ...encodingHabits.filter(({ name }) => !name.startsWith('values')).map(({ encode }) => encode),
]

const keyMistakes: readonly Mistake<SigningInputV1>[] = [
  {
    name: 'ampersand-added',
    message: 'The key of the HMAC was the secret followed by &, which is the habit of the RPC API.',
    remedy: 'For OSS sign with the secret alone.',
    variants: () => [{ change: { suffix: '&' } }],
  },
  {
    name: 'key-encoded',
    message: 'The key of the object was signed percent-encoded.',
    remedy: 'V1 signs the decoded UTF-8 of the key; encode it in the URL only.',
    *variants({ resource }) {
      for (const encode of encodings) {
        const encoded = resource.split('/').map(encode).join('/')
        yield { change: { resource: encoded } }
        yield { change: { resource: encoded.replace(/(?<=^\/[^/]+\/.*)\//g, '%2F') } }
      }
      yield { change: { resource: resource.replaceAll(' ', '+') } }
    },
  },
]

const lifetimes = [60, 300, 600, 900, 1800, 3600, 7200, 86_400].map(String)

function dates({ date, context }: SigningInputV1): readonly ByteString[] {
  const { message, query } = context.request
  const [at, isUrl] = [parseOssDate(date), /^\d+$/.test(date)]
  const sent = ['date', 'x-oss-date', 'expires'].map((name) => message.headers.get(name))
  const inQuery = ['Date', 'x-oss-date', 'x-oss-expires'].map(
    (wanted) => query.find(({ name }) => name === wanted)?.value,
  )
  return [
    '',
    ...[...sent, ...inQuery].filter((value) => value !== undefined),
    ...(at === undefined
      ? []
      : [httpDate(at), isoSeconds(at), isoSeconds(at).replace(/[-:]/g, ''), String(at / 1000)]),
    ...(isUrl ? [`${date}000`, httpDate(Number(date) * 1000), ...lifetimes] : []),
  ]
}

const dateMistake: Mistake<SigningInputV1> = {
  name: 'other-date',
  message: 'The line of the date was signed as "{what}".',
  remedy:
    'Sign in it the value of x-oss-date where it is sent, else that of Date, and in a URL that of Expires, as it is sent.',
  variants: (input) =>
    otherThan(input.date, dates(input)).map((date) => ({ change: { date }, what: date })),
}

const emptyAddition = ['acl', 'uploads', 'tagging', 'objectMeta', 'symlink', 'append', 'delete']

/** Parameters of the URL that no signature covers. */
const ofUrl: readonly string[] = ['OSSAccessKeyId', 'Expires', 'Signature']

const extraMistakes: readonly Mistake<SigningInputV1>[] = [
  {
    name: 'extra-parameter-signed',
    message: 'The parameter {what} was signed, but V1 does not sign it.',
    remedy: 'V1 signs sub-resources alone: not prefix, marker, max-keys, delimiter and the like.',
    alone: true,
    variants({ query, context }) {
      const extra = context.request.query.filter(
        ({ name }) => !isSigned(name) && !ofUrl.includes(name),
      )
      return [...extra.map((one) => [one]), extra].values().map((added) => ({
        change: { query: [...query, ...added] },
        what: added.map(({ name }) => toText(name) ?? name).join(', '),
      }))
    },
  },
  {
    name: 'sub-resource-not-sent',
    message: 'The sub-resource {what} was signed, but not sent.',
    remedy: 'Send every sub-resource that is signed.',
    alone: true,
    variants: ({ query }) =>
      emptyAddition
        .filter((name) => !query.some((sent) => sent.name === name))
        .map((name) => ({ change: { query: [...query, { name, value: '' }] }, what: name })),
  },
  {
    name: 'sub-resources-encoded',
    message: 'The values of the sub-resources were signed percent-encoded.',
    remedy: 'V1 signs their decoded values.',
    alone: true,
    variants: () => encodings.map((encode) => ({ change: { encode } })),
  },
]

/** Common mistakes under V1 of OSS, in header and URL, likeliest first. */
export const mistakesV1: readonly Mistake<SigningInputV1>[] = [
  ...resourceMistakes,
  ...contentMistakes<SigningInputV1>({
    type: ({ contentType }) => contentType,
    withType: (_draft, contentType = '') => ({ contentType }),
    withMd5: (_draft, contentMd5 = '') => ({ contentMd5 }),
  }),
  tokenMistake,
  dateMistake,
  ...queryMistakes('sub-resource'),
  ...extraMistakes,
  ...keyMistakes,
  ...secretMistakes,
  ...methodMistakes('GET', 'PUT', 'POST', 'HEAD', 'DELETE'),
  ...headerMistakes,
  hashMistake('sha1', 'sha256'),
  ...writingMistakes('the Base64 of its 20 bytes'),
]
