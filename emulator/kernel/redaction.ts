import { type ByteString, formDecode, fromText } from './bytes.ts'
import type { HeaderList, Message } from './message.ts'
import {
  type Hide,
  hidden,
  hideInTexts,
  hideOnWire,
  hideRecognisable,
  holds,
  holdsEscaped,
  isSecretName,
  secretNames,
  wireForms,
} from './secrets.ts'

/** The signature in an Authorization header; the whole header if it belongs to neither protocol. */
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

/** The secrets in the headers of a request. */
function* carriedIn(headers: HeaderList): Iterable<ByteString> {
  for (const name of headers.names()) if (secretNames.has(name)) yield* headers.all(name)
  const found = signatureIn.exec(headers.get('authorization') ?? '')
  if (found) yield found[1] ?? found[2] ?? found[3] ?? ''
}

const hashInPath =
  /^(?:\/_emulator\/cdn\/[^/]+)?\/(?:\d{12}\/([\da-f]{32})|([\da-f]{32})\/[\da-f]{8})\//i
const hashInQuery = /(?:^|&)(?:auth_key=(?:[^&]*-)?|KEY1=)([^&-]+)/g

/** The hashes in a signed URL of a CDN domain. */
function* hashesIn({ path, query }: Message): Iterable<ByteString> {
  const [, ofTypeB, ofTypeC] = hashInPath.exec(path) ?? []
  const inPath = ofTypeB ?? ofTypeC
  if (inPath !== undefined) yield inPath
  // `matchAll` makes a pattern of its own, and most queries have none of these parameters.
  if (!query.includes('auth_key=') && !query.includes('KEY1=')) return
  for (const [, hash] of query.matchAll(hashInQuery)) if (hash !== undefined) yield hash
}

/** Whether a parameter is secret by its name. Go v1 puts a second question mark before some queries. */
const isSecretParameter = (name: ByteString): boolean =>
  isSecretName(formDecode(name.startsWith('?') ? name.replace(/^\?+/, '') : name))

/** The pieces of a query as they came, without the values of secret parameters, and these values. */
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

/** Maximum length of a kept path, query or header, characters, and maximum number of headers. */
const maxText = 2048
const maxHeaders = 64

/** A line of a text without the text: V8 keeps the whole for as long as a slice of it lives. */
const cut = (line: string): string => Buffer.from(line.slice(0, maxText)).toString()

/** The lines of a text, each no longer than what is kept. */
function linesOf(text: string): readonly string[] {
  const lines = text.split('\n')
  return text.length > maxText ? lines.map(cut) : lines
}

/** Hides secrets in what is kept and shown of requests. */
export interface Redaction {
  /** For texts about a request: its parameters tell which values are secret. */
  forTextsAbout(headers: HeaderList, parameters: Parameters): Hide
  /** What may be kept of a request. */
  request(message: Message): RedactedRequest
}

type Parameters = Iterable<readonly [name: ByteString, value: ByteString]>

export interface OwnSecrets {
  /** Secrets of the emulator that clients know or may receive. */
  readonly own: readonly string[]
  /** The secret of a temporary key, since a client may send it where it does not belong. */
  readonly secretOf: (accessKeyId: string) => string | undefined
}

const temporaryKey = /STS\.[0-9A-Za-z]{25}/g

export function redaction({ own, secretOf }: OwnSecrets): Redaction {
  const always = own.map(fromText)
  const alwaysForms = wireForms(always)

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
    request(message) {
      const { host, path, query, headers } = message
      const { pieces, values } = hideNamed(query)
      const lines = [...headers.names()].map((name) => [name, headerValue(headers, name)] as const)
      const written = (show: (text: ByteString) => string) => {
        const shownHeaders = lines.map(([name, value]) => `\n${name}: ${show(value)}`)
        return `${host}\n${show(path)}\n${pieces.map(show).join('&')}${shownHeaders.join('')}`
      }
      const issued = [...derived(query), ...derived(headers.get('authorization') ?? '')]
      const others = [...issued, ...carriedIn(headers), ...hashesIn(message), ...values]
      const secrets = [...always, ...others]
      // Sought in all lines at once: what the whole does not hold, no piece of it does, and most requests hold none.
      const whole = written((text) => text)
      const isHeld = holds(secrets, whole)
      const shown = isHeld
        ? written((text) => (holdsEscaped(secrets, text) ? hidden : text))
        : whole
      const recognised = hideRecognisable(shown)
      const clean = linesOf(
        isHeld ? hideOnWire([...alwaysForms, ...wireForms(others)], recognised) : recognised,
      )
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
