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

/** How tokens and the Base64 of an UploadAuth begin; what issued secrets, and the Base64 of HMAC-SHA1, look like. */
const recognisable = new RegExp(
  [
    String.raw`\b(?:CAIS|eyJTZWN1cml0eVRva2VuI)(?:[\w+/=-]|%[0-9A-Fa-f]{2}){12,}`,
    '(?<![0-9A-Za-z])[0-9A-Za-z]{44}(?![0-9A-Za-z])',
    '(?:[0-9A-Za-z+/]|%2[BF]|%252[BF]){27}(?:=|%3D|%253D)(?!=|%)',
  ].join('|'),
  'gi',
)

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

/** Hides given secrets, and everything that looks like a token. */
function hiding(secrets: Iterable<Octets>): Hide {
  const forms = new Set<string>()
  for (const secret of secrets) {
    if (secret.length >= shortest) for (const form of formsOf(secret)) forms.add(form)
  }
  const longestFirst = [...forms].sort((a, b) => b.length - a.length)
  return (text) =>
    longestFirst
      .reduce((rest, secret) => rest.replaceAll(secret, hidden), text)
      .replace(recognisable, hidden)
}

/** A query as it came, without the values under secret names, and these values. */
function hideInQuery(query: Octets): { readonly text: Octets; readonly values: readonly Octets[] } {
  const values: Octets[] = []
  const text = query.replace(
    /(^|[&?])([^=&?]*)=([^&]*)/g,
    (pair, before: string, name: Octets, value: Octets) => {
      if (!isSecretName(formDecode(name))) return pair
      values.push(formDecode(value))
      return `${before}${name}=${hidden}`
    },
  )
  return { text, values }
}

const headerLine = (headers: HeaderList, name: string): string => {
  if (secretNames.has(name)) return `${name}: ${hidden}`
  const value = headers.all(name).join(', ')
  return `${name}: ${name === 'authorization' ? hideSignature(value) : value}`
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
      return hiding([...always, ...derived(ids.join('\n')), ...carriedIn(headers), ...named])
    },
    request({ host, path, query, headers }) {
      const { text, values } = hideInQuery(query)
      const lines = [...headers.names()].map((name) => headerLine(headers, name))
      const ids = `${query}\n${headers.get('authorization') ?? ''}`
      const hide = hiding([...always, ...derived(ids), ...carriedIn(headers), ...values])
      // Taken together, because secrets are sought once; none of the lines contains a line feed.
      const clean = hide([host, path, text, ...lines].join('\n'))
        .split('\n')
        .map(cut)
      const [cleanHost = '', cleanPath = '', cleanQuery = '', ...cleanHeaders] = clean
      return { host: cleanHost, path: cleanPath, query: cleanQuery, headers: cleanHeaders }
    },
  }
}
