import {
  type ByteString,
  formDecode,
  fromText,
  percentDecode,
  percentEncode,
  toText,
} from './bytes.ts'
import type { HeaderList, Message } from './message.ts'

/** Stands where something was that nobody may read. */
const hidden = '(hidden)'

/** Parameters and headers whose values are never kept, in lower case. */
const secretNames: ReadonlySet<string> = new Set([
  'signature',
  'securitytoken',
  'security-token',
  'ststoken',
  'bearertoken',
  'accesskeysecret',
  'uploadauth',
  'x-oss-signature',
  'x-oss-security-token',
  'x-acs-security-token',
  'x-acs-bearer-token',
  'x-acs-zero-trust-idtoken',
  'x-acs-signature',
  'proxy-authorization',
  'cookie',
])

/** Tokens begin so, and so does the Base64 of the JSON in an UploadAuth. */
const token = /(?:CAIS|eyJTZWN1cml0eVRva2VuI)(?:[\w+/=-]|%(?:25)*[0-9A-Fa-f]{2}){12,}/g
/** The secret of a temporary key. */
const issuedSecret = /(?<![0-9A-Za-z])[0-9A-Za-z]{44}(?![0-9A-Za-z])/g
/** The Base64 of an HMAC-SHA1: 27 characters and one for what is missing. */
const signature = /(?:[0-9A-Za-z+/]|%2[BF]|%252[BF]){27}(?:=|%3D|%253D)(?!=|%)/gi

/** Shorter ones are no secrets, and to replace them would spoil every other word. */
const shortest = 6

const isSecretName = (name: ByteString): boolean => secretNames.has(name.toLowerCase())

/** The signature in an Authorization header; the whole, where it is no header of either protocol. */
function hideSignature(authorization: string): string {
  const trimmed = authorization.trim()
  const v1 = /^(OSS [\w.-]+:)\S+$/.exec(trimmed)
  if (v1) return `${v1[1]}${hidden}`
  const [, scheme, fields] = /^((?:ACS3|OSS4|OSS2)[\w-]*)\s+(.*)$/.exec(trimmed) ?? []
  if (!scheme || !fields) return hidden
  const kept = fields
    .split(',')
    .map((field) => field.trim())
    .filter((field) => /^(?:Credential|SignedHeaders|AdditionalHeaders)=/.test(field))
  return `${scheme} ${[...kept, `Signature=${hidden}`].join(', ')}`
}

const signatureIn = /^OSS [^:]*:(\S+)|Signature[=:]([^,\s]+)|^Bearer (\S+)/i

/** What the headers of a request carry that is secret. */
function* carriedIn(headers: HeaderList): Iterable<ByteString> {
  for (const name of headers.names()) if (secretNames.has(name)) yield* headers.all(name)
  const found = signatureIn.exec(headers.get('authorization') ?? '')
  if (found) yield found[1] ?? found[2] ?? found[3] ?? ''
}

const needsNoEscape = /^[\w.~-]*$/

/** What a value looks like on the wire: as it is, or percent-encoded. */
const formsOf = (value: ByteString): readonly string[] =>
  needsNoEscape.test(value) ? [value] : [value, percentEncode(value)]

const literal = /[0-9A-Za-z]/

/** A character as it is or percent-encoded, however often and in whatever case. */
function anyForm(character: string): string {
  if (literal.test(character)) return character
  if (character === '%') return '%(?:25)*'
  const escaped = character.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
  const code = character.charCodeAt(0)
  return code > 255 ? escaped : `(?:${escaped}|%(?:25)*${code.toString(16).padStart(2, '0')})`
}

/** Finds a value in texts that quote it, in any encoding that people and clients give it. */
function anyFormOf(value: ByteString): string {
  const text = toText(value) ?? value
  const spellings = new Set([value, text, JSON.stringify(text).slice(1, -1)])
  return [...spellings].map((spelling) => [...spelling].map(anyForm).join('')).join('|')
}

/** Takes out of a text what nobody may read. */
export type Hide = (text: string) => string

/** The shortest that is recognised, characters: a token. */
const minRecognisable = 16

/** Hides what looks like a secret whoever sent it. Looked for by what is rare in it: every request passes here. */
function hideRecognisable(text: string): string {
  if (text.length < minRecognisable) return text
  let rest = text
  if (rest.includes('CAIS') || rest.includes('eyJTZWN1')) rest = rest.replace(token, hidden)
  if (rest.length >= 44) rest = rest.replace(issuedSecret, hidden)
  const mayEndSo = rest.includes('=', 27) || rest.includes('3D') || rest.includes('3d')
  return mayEndSo ? rest.replace(signature, hidden) : rest
}

/** For what is kept of every request, as it came over the wire. */
function hideOnWire(secrets: Iterable<ByteString>): Hide {
  const forms = new Set<string>()
  for (const secret of secrets) {
    if (secret.length >= shortest) for (const form of formsOf(secret)) forms.add(form)
  }
  const longestFirst = [...forms].sort((a, b) => b.length - a.length)
  return (text) => longestFirst.reduce((rest, secret) => rest.replaceAll(secret, hidden), text)
}

/** Longest value that is sought in every encoding, bytes, and most of them: what is beyond is no token of ours. */
const maxSoughtLength = 1024
const maxSoughtCount = 32

/** For texts that quote requests: told rarely, and sought in every encoding. */
function hideInTexts(secrets: readonly ByteString[]): Hide {
  const onWire = hideOnWire(secrets)
  const sought = [...new Set(secrets)]
    .filter(({ length }) => length >= shortest && length <= maxSoughtLength)
    .slice(0, maxSoughtCount)
    .sort((a, b) => b.length - a.length)
  const patterns = sought.map((secret) => new RegExp(anyFormOf(secret), 'gi'))
  return (text) =>
    hideRecognisable(
      patterns.reduce((rest, pattern) => rest.replace(pattern, hidden), onWire(text)),
    )
}

/** How often a text may be escaped. What is escaped more often is hidden whole: nobody writes so by mistake. */
const maxEscapings = 3

/** Whether a text has one of these values in it, however it is escaped. */
function holdsAny(secrets: readonly ByteString[], text: ByteString): boolean {
  let decoded = text
  for (let times = 0; times <= maxEscapings; times++) {
    const current = decoded
    if (secrets.some((secret) => secret.length >= shortest && current.includes(secret))) return true
    decoded = percentDecode(current)
    if (decoded === current) return false
  }
  return true
}

/** Whether a text has one of these values in it that is not written as it is: those are hidden later. */
const holdsEscaped = (secrets: readonly ByteString[], text: ByteString): boolean =>
  (text.includes('%') && holdsAny(secrets, text)) ||
  (text.includes('+') && holdsAny(secrets, text.replaceAll('+', ' ')))

/** Whether a parameter is secret by its name. Go v1 puts a second question mark before some queries. */
const isSecretParameter = (name: ByteString): boolean =>
  isSecretName(formDecode(name.startsWith('?') ? name.replace(/^\?+/, '') : name))

/** The pieces of a query as they came, without the values under secret names, and these values. */
function hideNamed(query: ByteString): {
  readonly pieces: readonly ByteString[]
  readonly values: readonly ByteString[]
} {
  const values: ByteString[] = []
  const pieces = query.split('&').map((piece) => {
    const equals = piece.indexOf('=')
    if (equals < 0 || !isSecretParameter(piece.slice(0, equals))) return piece
    values.push(formDecode(piece.slice(equals + 1)))
    return `${piece.slice(0, equals)}=${hidden}`
  })
  return { pieces, values }
}

function headerValue(headers: HeaderList, name: string): string {
  if (secretNames.has(name)) return hidden
  const value = headers.all(name).join(', ')
  return name === 'authorization' ? hideSignature(value) : value
}

/** A request as it may be kept. */
export interface RedactedRequest {
  readonly host: string
  readonly path: string
  readonly query: string
  /** A line each. */
  readonly headers: readonly string[]
}

/** Longest path, query or header that is kept, characters, and most headers. */
const maxText = 2048
const maxHeaders = 64

/** A line of a text without the text: V8 keeps the whole for as long as a slice of it lives. */
const cut = (line: string): string => Buffer.from(line.slice(0, maxText)).toString()

/** The lines of a text, each no longer than what is kept. */
function linesOf(text: string): readonly string[] {
  const lines = text.split('\n')
  return text.length > maxText ? lines.map(cut) : lines
}

/** Hides secrets in what is kept of requests and told of them. */
export interface Redaction {
  /** For texts about a request: its parameters tell which values are secret. */
  forTextsAbout(headers: HeaderList, parameters: Parameters): Hide
  /** What may be kept of a request. */
  request(message: Message): RedactedRequest
}

type Parameters = Iterable<readonly [name: ByteString, value: ByteString]>

export interface OwnSecrets {
  /** Secrets of the emulator that clients know or may be told. */
  readonly own: readonly string[]
  /** The secret of a temporary key, for somebody may send it where it does not belong. */
  readonly secretOf: (accessKeyId: string) => string | undefined
}

const temporaryKey = /STS\.[0-9A-Za-z]{25}/g

export function redaction({ own, secretOf }: OwnSecrets): Redaction {
  const always = own.map(fromText)

  const derived = (text: ByteString): readonly ByteString[] =>
    text.includes('STS.')
      ? [...text.matchAll(temporaryKey)].flatMap(([id]) => secretOf(id) ?? [])
      : []

  return {
    forTextsAbout(headers, parameters) {
      const pairs = [...parameters]
      const named = pairs.filter(([name]) => isSecretName(name)).map(([, value]) => value)
      const ids = [headers.get('authorization') ?? '', ...pairs.map(([, value]) => value)]
      return hideInTexts([...always, ...derived(ids.join('\n')), ...carriedIn(headers), ...named])
    },
    request({ host, path, query, headers }) {
      const { pieces, values } = hideNamed(query)
      const fields = [...headers.names()].map((name) => [name, headerValue(headers, name)] as const)
      const issued = [...derived(query), ...derived(headers.get('authorization') ?? '')]
      const secrets = [...always, ...issued, ...carriedIn(headers), ...values]
      // Taken together, because what is rare is sought once: no part holds what the whole does not.
      const isTold = holdsEscaped(secrets, [path, ...pieces, ...fields.flat()].join('\n'))
      const shown = (text: ByteString) =>
        isTold && holdsEscaped(secrets, text) ? hidden : hideRecognisable(text)
      const shownQuery = pieces.map(shown).join('&')
      const lines = fields.map(([name, value]) => `${name}: ${shown(value)}`)
      // None of the lines contains a line feed.
      const text = [host, shown(path), shownQuery, ...lines].join('\n')
      const clean = linesOf(hideOnWire(secrets)(text))
      const [cleanHost = '', cleanPath = '', cleanQuery = '', ...cleanHeaders] = clean
      return {
        host: cleanHost,
        path: cleanPath,
        query: cleanQuery,
        headers: cleanHeaders.slice(0, maxHeaders),
      }
    },
  }
}
