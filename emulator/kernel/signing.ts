import {
  createHash,
  createHmac,
  createSecretKey,
  hash,
  KeyObject,
  timingSafeEqual,
} from 'node:crypto'
import type { ByteString } from './bytes.ts'

type Key = ByteString | Buffer | KeyObject

/** A key that signs more than once: to make one costs as much as to sign. */
export const signingKey = (key: ByteString | Buffer): KeyObject =>
  createSecretKey(typeof key === 'string' ? Buffer.from(key, 'latin1') : key)

const secrets = new Map<string, KeyObject>()
/** Beyond this many they are forgotten: temporary keys come without end. */
const maxSecrets = 256

/** The key of a secret, which signs again and again. */
export function secretKey(secret: string): KeyObject {
  const known = secrets.get(secret)
  if (known) return known
  if (secrets.size >= maxSecrets) secrets.clear()
  const key = signingKey(Buffer.from(secret, 'utf8'))
  secrets.set(secret, key)
  return key
}

/** HMAC over bytes. Node takes a key object in half the time that it takes for a buffer. */
export const hmac = (algorithm: 'sha1' | 'sha256' | 'sm3', key: Key, message: ByteString): Buffer =>
  createHmac(algorithm, key instanceof KeyObject ? key : signingKey(key))
    .update(message, 'latin1')
    .digest()

/** Lower-case hex of the hash of bytes. */
export const hashHex = (algorithm: 'sha256' | 'sm3', data: ByteString | Uint8Array): string =>
  algorithm === 'sha256'
    ? hash('sha256', typeof data === 'string' ? Buffer.from(data, 'latin1') : data)
    : createHash(algorithm)
        .update(typeof data === 'string' ? Buffer.from(data, 'latin1') : data)
        .digest('hex')

/** Comparison that takes the same time wherever two texts of one length differ. */
export function sameSignature(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected, 'latin1'), Buffer.from(given, 'latin1')]
  return a.length === b.length && timingSafeEqual(a, b)
}
