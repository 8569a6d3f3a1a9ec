/** Bytes as a text of code units below 256. */
export type ByteString = string

export type Pairs = readonly (readonly [name: ByteString, value: ByteString])[]

/** One request before it is written down. */
export interface Request {
  readonly method: string
  readonly target: ByteString
  /** Host among them; what frames the body is added when it is written. */
  readonly headers: Pairs
  readonly body?: ByteString
}

/** What requests are made for: places and keys that exist in the emulator now. */
export interface World {
  readonly account: Key
  readonly bucket: string
  /** An object that can be read. */
  readonly key: ByteString
  /** An upload that is open, for the same key, and the ETag of its first part. */
  readonly uploadId: string
  readonly partETag: string
  /** A key that may upload one object, and which. */
  readonly issued: Key
  readonly issuedFor: ByteString
  /** A host that no other request has. */
  readonly host: () => string
}

export interface Key {
  readonly id: string
  readonly secret: string
  readonly token?: string
}

/** Something that depends on what exists. */
export type For<T> = (world: World) => T

export const utf8 = (text: string): ByteString => Buffer.from(text, 'utf8').toString('latin1')

/** Percent-encoding of everything but the unreserved characters. */
export const encode = (bytes: ByteString): string =>
  bytes.replace(
    /[^\w.~-]/gs,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )

export const encodePath = (bytes: ByteString): string => encode(bytes).replaceAll('%2F', '/')

export const queryOf = (pairs: Pairs): string =>
  pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')

/** By bytes of the names. */
export const sorted = (pairs: Pairs): Pairs =>
  [...pairs].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))

/** How a body is framed: by its length, or in chunks of a size. */
export type BodyFraming = 'length' | number

const chunks = (body: ByteString, size: number): ByteString => {
  const pieces = []
  for (let at = 0; at < body.length; at += size) {
    const piece = body.slice(at, at + size)
    pieces.push(`${piece.length.toString(16)}\r\n${piece}\r\n`)
  }
  return `${pieces.join('')}0\r\n\r\n`
}

/** A request as it goes over the wire. */
export function written(
  { method, target, headers, body }: Request,
  framing: BodyFraming = 'length',
): ByteString {
  const framed: Pairs =
    body === undefined
      ? []
      : framing === 'length'
        ? [['Content-Length', String(body.length)]]
        : [['Transfer-Encoding', 'chunked']]
  const lines = [...headers, ...framed].map(([name, value]) => `${name}: ${value}\r\n`)
  const sent = body === undefined ? '' : framing === 'length' ? body : chunks(body, framing)
  return `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n${sent}`
}
