import type { SigningType } from '#contracts/cdn/signing-types.ts'
import type { ByteString } from '../kernel/bytes.ts'
import { type Instant, parseShanghaiMinute } from '../kernel/time.ts'
import type { UrlSignature } from '../kernel/url-signing.ts'

/** The signature that a URL carries. */
export interface SignedUrl extends Omit<UrlSignature, 'key'> {
  /** As the URL writes it. */
  readonly md5hash: ByteString
  /** The time that it names; undefined when it names none. */
  readonly atMs: Instant | undefined
}

/** The first value of a parameter, as it was sent. */
const argument = (query: ByteString, name: string): ByteString | undefined =>
  query
    .split('&')
    .find((piece) => piece.startsWith(`${name}=`))
    ?.slice(name.length + 1)

const authKey = /^(\d{10})-([^-]*)-([^-]*)-([^-]*)$/
const inPathB = /^\/(\d{12})\/([\da-f]{32})(\/.*)$/is
const inPathC = /^\/([\da-f]{32})\/([\da-f]{8})(\/.*)$/is
const hexTime = /^[\da-f]{8}$/i

const bare = { rand: '', uid: '' }

function ofTypeA(path: ByteString, query: ByteString): SignedUrl | undefined {
  const value = argument(query, 'auth_key')
  if (value === undefined) return undefined
  const [, time = '', rand = '', uid = '', md5hash = value.split('-').at(-1) ?? ''] =
    authKey.exec(value) ?? []
  const atMs = time === '' ? undefined : Number(time) * 1000
  return { type: 'A', path, time, rand, uid, md5hash, atMs }
}

function ofTypeB(whole: ByteString): SignedUrl | undefined {
  const [, time, md5hash, path] = inPathB.exec(whole) ?? []
  if (time === undefined || md5hash === undefined || path === undefined) return undefined
  return { type: 'B', path, time, ...bare, md5hash, atMs: parseShanghaiMinute(time) }
}

function ofTypeC(whole: ByteString, query: ByteString): SignedUrl | undefined {
  const [, inPath, timeInPath, rest] = inPathC.exec(whole) ?? []
  const md5hash = inPath ?? argument(query, 'KEY1')
  const time = timeInPath ?? argument(query, 'KEY2')
  if (md5hash === undefined || time === undefined) return undefined
  const atMs = hexTime.test(time) ? Number.parseInt(time, 16) * 1000 : undefined
  return { type: 'C', path: rest ?? whole, time, ...bare, md5hash, atMs }
}

const readers: Readonly<
  Record<SigningType, (path: ByteString, query: ByteString) => SignedUrl | undefined>
> = { A: ofTypeA, B: ofTypeB, C: ofTypeC }

/** The signature of the first of these types that a URL carries. */
export function signedUrl(
  path: ByteString,
  query: ByteString,
  types: readonly SigningType[],
): SignedUrl | undefined {
  for (const type of types) {
    const found = readers[type](path, query)
    if (found) return found
  }
  return undefined
}
