import { createHash } from 'node:crypto'

const md5 = (text: string): string => createHash('md5').update(text).digest('hex')

/** A time in UTC+8, as type B writes it. */
const minuteOf = (seconds: number): string =>
  new Date((seconds + 8 * 3600) * 1000).toISOString().slice(0, 16).replace(/\D/g, '')

/** A URL from its path on, in the parts that its hash covers. */
export interface SignedParts {
  readonly path: string
  readonly time: string
  readonly hash: string
}

/** A type of signature, written down from the manual and not from the emulator. */
export interface UrlType {
  readonly type: 'A' | 'B' | 'C'
  readonly name: string
  /** The latest time that it can write and that is not after the given one, seconds. */
  readonly writable: (seconds: number) => number
  readonly sign: (path: string, seconds: number, key: string) => SignedParts
  readonly write: (parts: SignedParts) => string
}

const hexOf = (seconds: number): string => seconds.toString(16).padStart(8, '0')

const signC: UrlType['sign'] = (path, seconds, key) => {
  const time = hexOf(seconds)
  return { path, time, hash: md5(key + path + time) }
}

export const urlTypes: readonly UrlType[] = [
  {
    type: 'A',
    name: 'A',
    writable: (seconds) => seconds,
    sign: (path, seconds, key) => ({
      path,
      time: String(seconds),
      hash: md5(`${path}-${seconds}-0-0-${key}`),
    }),
    write: ({ path, time, hash }) => `${path}?auth_key=${time}-0-0-${hash}`,
  },
  {
    type: 'B',
    name: 'B',
    writable: (seconds) => seconds - (seconds % 60),
    sign: (path, seconds, key) => {
      const time = minuteOf(seconds)
      return { path, time, hash: md5(key + time + path) }
    },
    write: ({ path, time, hash }) => `/${time}/${hash}${path}`,
  },
  {
    type: 'C',
    name: 'C in the path',
    writable: (seconds) => seconds,
    sign: signC,
    write: ({ path, time, hash }) => `/${hash}/${time}${path}`,
  },
  {
    type: 'C',
    name: 'C in the query',
    writable: (seconds) => seconds,
    sign: signC,
    write: ({ path, time, hash }) => `${path}?KEY1=${hash}&KEY2=${time}`,
  },
]

/** Path and query of a URL that names a time and is signed by a type, A without another. */
export function signedTarget(path: string, seconds: number, key: string, name = 'A'): string {
  const type = urlTypes.find((one) => one.name === name)
  if (!type) throw new Error(`There is no type ${name}.`)
  return type.write(type.sign(path, seconds, key))
}
