import type { HeaderList, Message } from './message.ts'
import { formDecode, fromText, type Octets, percentEncode } from './octets.ts'

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
const token = /\b(?:CAIS|eyJTZWN1cml0eVRva2VuI)(?:[\w+/=-]|%[0-9A-Fa-f]{2}){12,}/g
/** The secret of a temporary key. */
const issuedSecret = /(?<![0-9A-Za-z])[0-9A-Za-z]{44}(?![0-9A-Za-z])/g
/** The Base64 of an HMAC-SHA1: 27 characters and one for what is missing. */
const signature = /(?:[0-9A-Za-z+/]|%2[BF]|%252[BF]){27}(?:=|%3D|%253D)(?!=|%)/gi

/** Shorter ones are no secrets, and to replace them would spoil every other word. */
const shortest = 6

const isSecretName = (name: Octets): boolean => secretNames.has(name.toLowerCase())

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
function* carriedIn(headers: HeaderList): Iterable<Octets> {
  for (const name of headers.names()) if (secretNames.has(name)) yield* headers.all(name)
  const found = signatureIn.exec(headers.get('authorization') ?? '')
  if (found) yield found[1] ?? found[2] ?? found[3] ?? ''
}

const needsNoEscape = /^[\w.~-]*$/

const lowerEscapes = (text: string): string =>
  text.replace(/%[0-9A-F]{2}/g, (octet) => octet.toLowerCase())

/** What a value looks like in texts that quote it: as it is, and percent-encoded once and twice. */
function formsOf(value: Octets): readonly string[] {
  if (needsNoEscape.test(value)) return [value]
  const [once, twice] = [percentEncode(value), percentEncode(percentEncode(value))]
  return [value, once, twice, lowerEscapes(once), lowerEscapes(twice)]
}

/** Takes out of a text what nobody may read. */
export type Hide = (text: string) => string

/** Hides what looks like a secret whoever sent it. Looked for by what is rare in it: every request passes here. */
function hideRecognisable(text: string): string {
  let rest = text
  if (rest.includes('CAIS') || rest.includes('eyJTZWN1')) rest = rest.replace(token, hidden)
  if (rest.length >= 44) rest = rest.replace(issuedSecret, hidden)
  const mayEndSo = rest.includes('=', 27) || rest.includes('3D') || rest.includes('3d')
  return mayEndSo ? rest.replace(signature, hidden) : rest
}

function hideValues(secrets: Iterable<Octets>): Hide {
  const forms = new Set<string>()
  for (const secret of secrets) {
    if (secret.length >= shortest) for (const form of formsOf(secret)) forms.add(form)
  }
  const longestFirst = [...forms].sort((a, b) => b.length - a.length)
  return (text) => longestFirst.reduce((rest, secret) => rest.replaceAll(secret, hidden), text)
}

/** A query as it came, without the values under secret names, and these values. */
function hideInQuery(query: Octets): { readonly text: Octets; readonly values: readonly Octets[] } {
  const values: Octets[] = []
  const pieces = query.split('&').map((piece) => {
    const equals = piece.indexOf('=')
    const name = equals < 0 ? piece : piece.slice(0, equals)
    // Go v1 puts a second question mark before some queries.
    if (equals < 0 || !isSecretName(formDecode(name.replace(/^\?+/, ''))))
      return hideRecognisable(piece)
    values.push(formDecode(piece.slice(equals + 1)))
    return `${name}=${hidden}`
  })
  return { text: pieces.join('&'), values }
}

const headerLine = (headers: HeaderList, name: string): string => {
  if (secretNames.has(name)) return `${name}: ${hidden}`
  const value = headers.all(name).join(', ')
  return `${name}: ${hideRecognisable(name === 'authorization' ? hideSignature(value) : value)}`
}

/** A request as it may be kept. */
export interface RedactedRequest {
  readonly host: string
  readonly path: string
  readonly query: string
  /** A line each. */
  readonly headers: readonly string[]
}

/** Longest path, query or header that is kept, characters. */
const longestText = 4096

const cut = (text: string): string =>
  text.length > longestText ? `${text.slice(0, longestText)}…` : text

/** Hides secrets in what is kept of requests and told of them. */
export interface Redaction {
  /** For texts about a request: its parameters tell which values are secret. */
  forTextsAbout(headers: HeaderList, parameters: Parameters): Hide
  /** What may be kept of a request. */
  request(message: Message): RedactedRequest
}

type Parameters = Iterable<readonly [name: Octets, value: Octets]>

export interface OwnSecrets {
  /** Secrets of the emulator that clients know or may be told. */
  readonly own: readonly string[]
  /** The secret of a temporary key, for somebody may send it where it does not belong. */
  readonly secretOf: (accessKeyId: string) => string | undefined
}

const temporaryKey = /STS\.[0-9A-Za-z]{25}/g

export function redaction({ own, secretOf }: OwnSecrets): Redaction {
  const always = own.map(fromText)

  const derived = (text: Octets): readonly Octets[] =>
    text.includes('STS.')
      ? [...text.matchAll(temporaryKey)].flatMap(([id]) => secretOf(id) ?? [])
      : []

  return {
    forTextsAbout(headers, parameters) {
      const pairs = [...parameters]
      const named = pairs.filter(([name]) => isSecretName(name)).map(([, value]) => value)
      const ids = [headers.get('authorization') ?? '', ...pairs.map(([, value]) => value)]
      const secrets = [...always, ...derived(ids.join('\n')), ...carriedIn(headers), ...named]
      const hide = hideValues(secrets)
      return (text) => hideRecognisable(hide(text))
    },
    request({ host, path, query, headers }) {
      const { text, values } = hideInQuery(query)
      const lines = [...headers.names()].map((name) => headerLine(headers, name))
      const ids = `${query}\n${headers.get('authorization') ?? ''}`
      const hide = hideValues([...always, ...derived(ids), ...carriedIn(headers), ...values])
      // Taken together, because secrets are sought once; none of the lines contains a line feed.
      const clean = hide([host, hideRecognisable(path), text, ...lines].join('\n'))
        .split('\n')
        .map(cut)
      const [cleanHost = '', cleanPath = '', cleanQuery = '', ...cleanHeaders] = clean
      return { host: cleanHost, path: cleanPath, query: cleanQuery, headers: cleanHeaders }
    },
  }
}
