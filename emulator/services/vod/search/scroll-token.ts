import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'
import { unixSeconds } from '../../../kernel/time.ts'

/** Where a page ends: the time of its last media, and how many media of that time have come up to it. */
export interface Position {
  readonly atMs: number
  readonly rank: number
}

/** How far a search has been gone through. */
export interface Progress extends Position {
  /** Number of media up to the end of the page. */
  readonly passed: number
}

/** Of a search of which no page with media has come yet. */
export const unbegun: Progress = { passed: 0, atMs: 0, rank: 0 }

/** How long a token may be used, seconds. */
const lifeSeconds = 15 * 60

/** Bits of what a token holds: together the 128 of one block. Times reach beyond the year 9000, counts beyond 2,000,000. */
const bits = { expires: 38n, atMs: 48n, rank: 21n, passed: 21n } as const

type Content = Readonly<Record<keyof typeof bits, number>>

const pack = (content: Content): string =>
  Object.entries(bits)
    .reduce((all, [name, size]) => (all << size) | BigInt(content[name as keyof Content]), 0n)
    .toString(16)
    .padStart(32, '0')

function unpack(hex: string): Content {
  let rest = BigInt(`0x${hex}`)
  const taken = Object.entries(bits)
    .toReversed()
    .map(([name, size]) => {
      const value = Number(BigInt.asUintN(Number(size), rest))
      rest >>= size
      return [name, value]
    })
  return Object.fromEntries(taken) as Content
}

const keyOf = (search: string): Buffer =>
  createHash('sha256').update(search).digest().subarray(0, 16)

const algorithm = 'aes-128-ecb'

/**
 * A token for a search: one block that a key made of the search encrypts. So nothing has to be kept, and with any other
 * search it decrypts to noise, in which the time is as good as never right.
 */
export function scrollToken(search: string, progress: Progress, nowMs: number): string {
  const cipher = createCipheriv(algorithm, keyOf(search), null).setAutoPadding(false)
  const content = { ...progress, expires: unixSeconds(nowMs) + lifeSeconds }
  return cipher.update(pack(content), 'hex', 'hex')
}

/** How far the search had come when a token of it was made; undefined when it has expired, or is none of this search. */
export function progressIn(token: string, search: string, nowMs: number): Progress | undefined {
  if (!/^[0-9a-f]{32}$/.test(token)) return undefined
  const decipher = createDecipheriv(algorithm, keyOf(search), null).setAutoPadding(false)
  const { expires, ...progress } = unpack(decipher.update(token, 'hex', 'hex'))
  const left = expires - unixSeconds(nowMs)
  return left > 0 && left <= lifeSeconds ? progress : undefined
}
