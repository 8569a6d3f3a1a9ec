import { hash } from 'node:crypto'
import type { SigningType } from '#contracts/cdn/signing-types.ts'
import type { ByteString } from './bytes.ts'
import { type Instant, shanghaiMinute, unixSeconds } from './time.ts'

/** What determines the hash in a signed URL of a CDN domain. */
export interface UrlSignature {
  readonly type: SigningType
  /** From its first slash to the query, percent-encoded as it is sent. */
  readonly path: ByteString
  /** As the URL writes it. */
  readonly time: ByteString
  /** Of type A alone. */
  readonly rand: ByteString
  /** Of type A alone. */
  readonly uid: ByteString
  readonly key: string
}

const texts: Readonly<Record<SigningType, (url: UrlSignature) => ByteString>> = {
  A: ({ path, time, rand, uid, key }) => [path, time, rand, uid, key].join('-'),
  B: ({ path, time, key }) => key + time + path,
  C: ({ path, time, key }) => key + path + time,
}

/** What is hashed. */
export const textOfUrl = (url: UrlSignature): ByteString => texts[url.type](url)

/** MD5 of bytes, in lower-case hex. */
export const md5Hex = (bytes: ByteString): string => hash('md5', Buffer.from(bytes, 'latin1'))

const minuteMs = 60_000

/** How each type writes a time: seconds in ten decimal digits, a minute in UTC+8 (the next whole one), seconds in eight hex digits. */
const times: Readonly<Record<SigningType, (at: Instant) => string>> = {
  A: (at) => String(unixSeconds(at)).padStart(10, '0'),
  B: (at) => shanghaiMinute(Math.ceil(at / minuteMs) * minuteMs),
  C: (at) => unixSeconds(at).toString(16).padStart(8, '0'),
}

/** Where each type puts time and hash. */
const targets: Readonly<Record<SigningType, (url: UrlSignature, md5: string) => string>> = {
  A: ({ path, time, rand, uid }, md5) => `${path}?auth_key=${[time, rand, uid, md5].join('-')}`,
  B: ({ path, time }, md5) => `/${time}/${md5}${path}`,
  C: ({ path, time }, md5) => `/${md5}/${time}${path}`,
}

/** The greatest time that each type can write, seconds since 1970; B would have room for more than a Date. */
const maxTimes: Readonly<Record<SigningType, number>> = {
  A: 9_999_999_999,
  B: 9_999_999_999,
  C: 0xffff_ffff,
}

/** What is signed; the `uid` that VOD itself takes is 0. */
interface SignedPath extends Omit<UrlSignature, 'time' | 'uid'> {
  readonly uid?: ByteString | undefined
}

/**
 * Path and query of a signed URL.
 *
 * @param atMs the time that it names, which is the validity of its domain before its end; type B writes the next whole minute
 */
export function signedTarget(
  { type, path, key, rand, uid = '0' }: SignedPath,
  atMs: Instant,
): string {
  const time = times[type](Math.min(Math.max(atMs, 0), maxTimes[type] * 1000))
  const url = { type, path, time, rand, uid, key }
  return targets[type](url, md5Hex(textOfUrl(url)))
}
