import type { HeaderList } from './message.ts'
import { formDecode, type Octets, percentEncode } from './octets.ts'

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
  'x-oss-signature',
  'x-oss-security-token',
  'x-acs-security-token',
  'x-acs-bearer-token',
  'x-acs-zero-trust-idtoken',
  'x-acs-signature',
  'uploadauth',
  'proxy-authorization',
  'x-acs-accesskey-secret',
  'cookie',
])

/** Tokens begin so, and so do the Base64 of the JSON in an UploadAuth. */
const recognisable = /\b(?:CAIS|eyJTZWN1cml0eVRva2VuI)(?:[\w+/=-]|%[0-9A-Fa-f]{2}){12,}/g

/** Shorter ones are no secrets, and replacing them would spoil every other word. */
const shortest = 6

const isSecretName = (name: Octets): boolean => secretNames.has(formDecode(name).toLowerCase())

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

const lowerEscapes = (text: string): string =>
  text.replace(/%[0-9A-F]{2}/g, (octet) => octet.toLowerCase())

/** What a value looks like in texts that quote it: as it is, and percent-encoded once and twice. */
function formsOf(value: string): readonly string[] {
  const [once, twice] = [percentEncode(value), percentEncode(percentEncode(value))]
  return [value, once, lowerEscapes(once), twice, lowerEscapes(twice), encodeURIComponent(value)]
}

/** What one request carries that is secret: the values under secret names, and its signature. */
export function* secretsCarried(
  headers: HeaderList,
  parameters: Iterable<readonly [name: Octets, value: Octets]>,
): Iterable<Octets> {
  for (const name of headers.names()) if (secretNames.has(name)) yield* headers.all(name)
  const authorization = headers.get('authorization') ?? ''
  yield /^OSS [^:]*:(\S+)/.exec(authorization)?.[1] ?? ''
  yield /Signature=([^,\s]+)/.exec(authorization)?.[1] ?? ''
  yield /^Bearer (\S+)/i.exec(authorization)?.[1] ?? ''
  for (const [name, value] of parameters) if (isSecretName(name)) yield value
}

/** Takes given secrets, and everything that looks like a token, out of a text. */
export function hiding(secrets: Iterable<string>): (text: string) => string {
  const forms = new Set([...secrets].filter(({ length }) => length >= shortest).flatMap(formsOf))
  const longestFirst = [...forms].sort((a, b) => b.length - a.length)
  return (text) =>
    longestFirst
      .reduce((rest, secret) => rest.replaceAll(secret, hidden), text)
      .replace(recognisable, hidden)
}

/** A query as it came, without the values under secret names. */
export const hideInQuery = (query: Octets): Octets =>
  query.replace(/(^|[&?])([^=&?]*)=([^&]*)/g, (pair, before: string, name: Octets) =>
    isSecretName(name) ? `${before}${name}=${hidden}` : pair,
  )

/** Headers as they came, a line each, without secrets. */
export const headerLines = (headers: HeaderList): readonly string[] =>
  [...headers.names()].map((name) => {
    if (secretNames.has(name)) return `${name}: ${hidden}`
    const value = headers.all(name).join(', ')
    return `${name}: ${name === 'authorization' ? hideSignature(value) : value}`
  })
