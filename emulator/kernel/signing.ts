import { hash, timingSafeEqual } from 'node:crypto'
import type { ByteString } from './bytes.ts'

type Algorithm = 'sha1' | 'sha256' | 'sm3'

/** A key combined with the two pads of RFC 2104. */
interface Pads {
  readonly inner: ByteString
  readonly outer: ByteString
}

/** A key that signs more than once: preparing one costs half as much as signing. */
export type SigningKey = (algorithm: Algorithm) => Pads

/** Of each of the algorithms, bytes. */
const blockSize = 64

function padsOf(key: Buffer): Pads {
  const [inner, outer] = [Buffer.alloc(blockSize, 0x36), Buffer.alloc(blockSize, 0x5c)]
  for (const [i, byte] of key.entries()) {
    inner[i] = 0x36 ^ byte
    outer[i] = 0x5c ^ byte
  }
  return { inner: inner.toString('latin1'), outer: outer.toString('latin1') }
}

export function signingKey(key: ByteString | Buffer): SigningKey {
  const bytes = typeof key === 'string' ? Buffer.from(key, 'latin1') : key
  if (bytes.length > blockSize) return (algorithm) => padsOf(hash(algorithm, bytes, 'buffer'))
  const pads = padsOf(bytes)
  return () => pads
}

const secrets = new Map<string, SigningKey>()
/** Maximum number of cached keys: temporary keys come without end. */
const maxSecrets = 256

/** The key of a secret, which signs again and again. */
export function secretKey(secret: string): SigningKey {
  const known = secrets.get(secret)
  if (known) return known
  if (secrets.size >= maxSecrets) secrets.clear()
  const key = signingKey(Buffer.from(secret, 'utf8'))
  secrets.set(secret, key)
  return key
}

const digest = (algorithm: Algorithm, bytes: ByteString): ByteString =>
  hash(algorithm, Buffer.from(bytes, 'latin1'), 'binary')

/** HMAC over bytes, as two one-shot hashes: an `Hmac` of Node is a stream, which costs twice as much. */
export function hmac(
  algorithm: Algorithm,
  key: ByteString | Buffer | SigningKey,
  message: ByteString,
): Buffer {
  const prepared = typeof key === 'function' ? key : signingKey(key)
  const { inner, outer } = prepared(algorithm)
  return Buffer.from(digest(algorithm, outer + digest(algorithm, inner + message)), 'latin1')
}

/** Lower-case hex of the hash of bytes. */
export const hashHex = (algorithm: 'sha256' | 'sm3', data: ByteString | Uint8Array): string =>
  hash(algorithm, typeof data === 'string' ? Buffer.from(data, 'latin1') : data)

/** Comparison that takes the same time wherever two texts of one length differ. */
export function sameSignature(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected, 'latin1'), Buffer.from(given, 'latin1')]
  return a.length === b.length && timingSafeEqual(a, b)
}
