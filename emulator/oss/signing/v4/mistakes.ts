import {
  hashMistake,
  methodMistakes,
  secretMistakes,
  writingMistakes,
} from '../../../diagnosis/common-mistakes.ts'
import { encodingHabits } from '../../../diagnosis/encodings.ts'
import type { Mistake } from '../../../diagnosis/solver.ts'
import { percentEncode, percentEncodePath } from '../../../kernel/bytes.ts'
import { hostName } from '../../../kernel/message.ts'
import { hashHex } from '../../../kernel/signing.ts'
import { httpDate, isoSeconds, parseOssDate } from '../../../kernel/time.ts'
import {
  contentMistakes,
  headerMistakes,
  otherThan,
  queryMistakes,
  resourceMistakes,
  tokenMistake,
  withLine,
} from '../common-mistakes.ts'
import type { SigningInputV4 } from './signature.ts'

const known =
  `cn-hangzhou cn-shanghai cn-beijing cn-shenzhen cn-qingdao cn-zhangjiakou cn-huhehaote cn-guangzhou
  cn-chengdu cn-hongkong us-west-1 us-east-1 ap-southeast-1 ap-northeast-1 eu-central-1`.split(
    /\s+/,
  )

const regionsLike = (region: string): readonly string[] => [
  region.replace(/^oss-/, ''),
  `oss-${region}`,
  region.replace(/-internal$/, ''),
  ...known,
  '',
]

const day = 86_400_000

function datesLike(date: string, timestamp: string): readonly string[] {
  const compact = (at: number) => isoSeconds(at).slice(0, 10).replaceAll('-', '')
  const noon = Date.parse(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T12:00:00Z`)
  const at = parseOssDate(timestamp)
  return [
    ...(at === undefined ? [] : [compact(at)]),
    timestamp,
    ...(Number.isNaN(noon) ? [] : [compact(noon - day), compact(noon + day)]),
    `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`,
    '',
  ]
}

/** One place of the scope, in which key, string to sign and Credential must agree. */
const scopeMistake = (
  name: string,
  place: string,
  index: number,
  others: (value: string, input: SigningInputV4) => readonly string[],
): Mistake<SigningInputV4> => ({
  name,
  message: `The ${place} in {what}, which is not the one in the Credential that was sent.`,
  remedy: `Use the same ${place} in the key, in the string to sign and in the Credential.`,
  alone: true,
  *variants(input) {
    const { scope } = input
    const value = scope[index]
    for (const other of otherThan(value, others(value ?? '', input))) {
      const changed = scope.with(index, other)
      yield { change: { scopeOfKey: changed }, what: `the derived key was "${other}"` }
      yield { change: { scope: changed }, what: `the string to sign was "${other}"` }
      yield {
        change: { scope: changed, scopeOfKey: changed },
        what: `key and string to sign was "${other}"`,
      }
    }
  },
})

const scopeMistakes: readonly Mistake<SigningInputV4>[] = [
  scopeMistake('other-region', 'region', 1, (region) => regionsLike(region)),
  scopeMistake('other-date', 'date', 0, (date, { timestamp }) => datesLike(date, timestamp)),
  scopeMistake('other-product', 'product', 2, () => [
    'oss',
    's3',
    'oss-cloudbox',
    'vod',
    'OSS',
    '',
  ]),
  scopeMistake('other-terminator', 'terminator', 3, () => ['aws4_request', 'oss4_request', '']),
]

const derivationMistakes: readonly Mistake<SigningInputV4>[] = [
  {
    name: 'key-prefix',
    message: 'The derivation of the key began with "{what}" and the secret.',
    remedy: 'Begin it with aliyun_v4 and the secret.',
    alone: true,
    variants: () =>
      ['', 'AWS4', 'OSS4', 'aliyun_v4_', 'aliyun_v4:'].map((prefix) => ({
        change: { prefix },
        what: prefix,
      })),
  },
  {
    name: 'key-not-derived',
    message: 'The string to sign was signed with the secret, not with a key derived from it.',
    remedy:
      'Derive the key: HMAC of date, region, product and aliyun_v4_request in turn, beginning with aliyun_v4 and the secret.',
    alone: true,
    variants: ({ prefix }) =>
      ['', prefix].map((start) => ({ change: { scopeOfKey: [], prefix: start } })),
  },
  {
    name: 'key-steps-in-hex',
    message: 'The steps of the key derivation handed on hex digits instead of bytes.',
    remedy: 'Hand on the 32 bytes of each HMAC (in PHP: the fourth argument of hash_hmac is true).',
    alone: true,
    variants: () => [{ change: { isHexSteps: true } }],
  },
]

const emptyHash = hashHex('sha256', '')

const formMistakes: readonly Mistake<SigningInputV4>[] = [
  {
    name: 'other-payload-hash',
    message: 'The last line of the canonical request was "{what}".',
    remedy: 'It is UNSIGNED-PAYLOAD, whatever the body.',
    variants: ({ payload }) =>
      otherThan(payload, [emptyHash, '']).map((other) => ({
        change: { payload: other },
        what: other,
      })),
  },
  {
    name: 'other-timestamp',
    message: 'The second line of the string to sign was "{what}".',
    remedy: 'It is the time that is sent in x-oss-date, written the same.',
    alone: true,
    variants({ timestamp, context }) {
      const at = parseOssDate(timestamp)
      const written = at === undefined ? [] : [httpDate(at), isoSeconds(at)]
      const sent = context.request.message.headers.get('date')
      return otherThan(timestamp, [...written, ...(sent ? [sent] : [])]).map((other) => ({
        change: { timestamp: other },
        what: other,
      }))
    },
  },
  {
    name: 'canonical-request-not-hashed',
    message: 'The canonical request itself stood in the string to sign, where its hash belongs.',
    remedy: 'End the string to sign with the lower-case hex SHA-256 of the canonical request.',
    variants: () => [{ change: { isHashed: false } }],
  },
  {
    name: 'blank-line-missing',
    message: 'The canonical request had no line for the additional headers after the header block.',
    remedy: 'It has this line always; it is empty when there are none.',
    variants: () => [{ change: { separator: '' } }],
  },
  {
    name: 'line-feed-at-end',
    message: 'The canonical request ended with a line feed.',
    remedy: 'End it with the line of the payload.',
    variants: () => [{ change: { end: '\n' } }],
  },
]

const hostsLike = (host: string): readonly string[] => {
  const name = hostName(host)
  const port = host.slice(name.length)
  return [name, `${name}:80`, `${name}:443`, `localhost${port}`, `127.0.0.1${port}`]
}

const additionalMistakes: readonly Mistake<SigningInputV4>[] = [
  {
    name: 'additional-header-not-listed',
    message: 'The header {what} was signed, but it is not among AdditionalHeaders.',
    remedy:
      'Name it in AdditionalHeaders of Authorization (in a URL: x-oss-additional-headers), or do not sign it.',
    alone: true,
    variants: ({ lines, additional, context }) =>
      Iterator.from(context.request.message.headers.names())
        .filter((name) => name !== 'authorization' && !lines.some((line) => line.name === name))
        .flatMap((name) => {
          const signed = withLine(lines, name, context.request.message.headers.get(name)?.trim())
          const named = [...additional, name].sort()
          return [
            { change: { lines: signed, additional: named }, what: name },
            { change: { lines: signed }, what: name },
          ]
        }),
  },
  {
    name: 'additional-header-not-signed',
    message: 'The header {what} is among AdditionalHeaders, but it was not signed.',
    remedy:
      'Sign a line "name:value" for every additional header, and the list of their names after the block.',
    variants: ({ lines, additional }) =>
      additional.values().flatMap((name) => {
        const kept = lines.filter((line) => line.name !== name)
        const named = additional.filter((other) => other !== name)
        return [
          { change: { lines: kept, additional: named }, what: name },
          { change: { lines: kept }, what: name },
          { change: { additional: named }, what: name },
        ]
      }),
  },
  {
    name: 'all-headers-listed',
    message: 'After the header block stood the names of all signed headers, as AWS wants them.',
    remedy: 'Put only the additional headers there: not content-type, content-md5 and x-oss-.',
    variants: ({ lines }) => [{ change: { additional: lines.map(({ name }) => name) } }],
  },
  {
    name: 'other-host',
    message: 'The host was signed as "{what}", which is not the Host header that was sent.',
    remedy: 'Sign the Host header as it is sent, with its port exactly where it has one.',
    alone: true,
    variants: ({ lines }) => {
      const host = lines.find(({ name }) => name === 'host')?.value
      return otherThan(host, host === undefined ? [] : hostsLike(host)).map((other) => ({
        change: { lines: withLine(lines, 'host', other) },
        what: other,
      }))
    },
  },
]

const encodingMistakes: readonly Mistake<SigningInputV4>[] = [
  {
    name: 'key-not-encoded',
    message: 'The key of the object was signed as it is.',
    remedy: 'V4 signs /bucket/key percent-encoded, all but the slashes.',
    variants: () => [{ change: { encodePath: (path) => path } }],
  },
  {
    name: 'key-encoded-otherwise',
    message: 'The key of the object was percent-encoded in another way than V4 wants: {what}.',
    remedy:
      'Encode every byte but A-Z a-z 0-9 - _ . ~ and / as % and two upper-case hex digits, once.',
    alone: true,
    *variants() {
      const slashes = (path: string) => percentEncode(path).replace(/%2F/, '/').replace(/%2F/, '/')
      yield { change: { encodePath: slashes }, what: 'its slashes too' }
      yield { change: { encodePath: percentEncode }, what: 'all slashes too' }
      const twice = (path: string) => percentEncodePath(percentEncodePath(path))
      yield { change: { encodePath: twice }, what: 'twice' }
      for (const { name, encode } of encodingHabits.filter((habit) => !/^values/.test(habit.name)))
        yield {
          change: { encodePath: (path) => path.split('/').map(encode).join('/') },
          what: name,
        }
    },
  },
  ...encodingHabits.map(({ encode, ...habit }) => ({
    ...habit,
    variants: () => [{ change: { encode } }],
  })),
]

/** Common mistakes under V4 of OSS, in header and URL, likeliest first. */
export const mistakesV4: readonly Mistake<SigningInputV4>[] = [
  ...resourceMistakes,
  ...contentMistakes<SigningInputV4>({
    type: ({ lines }) => lines.find(({ name }) => name === 'content-type')?.value,
    withType: ({ lines }, type) => ({ lines: withLine(lines, 'content-type', type) }),
    withMd5: ({ lines }, md5) => ({ lines: withLine(lines, 'content-md5', md5) }),
  }),
  tokenMistake,
  ...formMistakes,
  ...additionalMistakes,
  ...queryMistakes('parameter'),
  ...encodingMistakes,
  ...secretMistakes,
  ...methodMistakes('GET', 'PUT', 'POST', 'HEAD', 'DELETE'),
  ...headerMistakes,
  ...scopeMistakes,
  ...derivationMistakes,
  hashMistake('sha256', 'sha1'),
  ...writingMistakes('64 lower-case hex digits'),
]
