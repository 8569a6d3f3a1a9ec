/** Times on the wire. Inside the emulator a time is a number: milliseconds since 1970 (epoch, UTC). */
export type Instant = number

export const isoMilliseconds = (at: Instant): string => new Date(at).toISOString()

/** `2026-01-01T00:00:00Z` */
export const isoSeconds = (at: Instant): string => `${isoMilliseconds(at).slice(0, 19)}Z`

/** `2026-01-01T00:00:00.000Z`, the only form that some OSS clients read. */
export const isoWholeSeconds = (at: Instant): string => `${isoMilliseconds(at).slice(0, 19)}.000Z`

/** `20260101`, as OSS V4 dates a signature. */
export const basicDate = (at: Instant): string => isoSeconds(at).slice(0, 10).replaceAll('-', '')

/** `Thu, 01 Jan 2026 00:00:00 GMT` */
export const httpDate = (at: Instant): string => new Date(at).toUTCString()

/** Seconds since 1970. */
export const unixSeconds = (at: Instant): number => Math.floor(at / 1000)

/** China has no summer time. */
const shanghaiOffsetMs = 8 * 3_600_000

/** `202601010000`, a minute in UTC+8. */
export const shanghaiMinute = (at: Instant): string =>
  isoSeconds(at + shanghaiOffsetMs)
    .slice(0, 16)
    .replace(/[-T:]/g, '')

const timestamp = /^(\d{4})-(\d{1,2})-(\d{1,2})T(\d{1,2}):(\d{2}):(\d{2})(?:\.\d{1,9})?Z$/

const utc = (...fields: readonly number[]): Instant | undefined => {
  const [year = 0, month = 0, day = 0, hours = 0, minutes = 0, seconds = 0] = fields
  const at = Date.UTC(year, month - 1, day, hours, minutes, seconds)
  const date = new Date(at)
  const same = date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return same && hours < 24 && minutes < 60 && seconds < 60 ? at : undefined
}

/** `yyyy-MM-ddTHH:mm:ssZ` of RPC; `variants` also takes a fraction of a second and fields without a leading zero. */
export function parseTimestamp(text: string, variants: boolean): Instant | undefined {
  const match = timestamp.exec(text)
  if (!match || (!variants && text.length !== 20)) return undefined
  return utc(...match.slice(1).map(Number))
}

const basic = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/

/** `yyyyMMddTHHmmssZ` of OSS V4. */
export function parseBasic(text: string): Instant | undefined {
  const match = basic.exec(text)
  return match ? utc(...match.slice(1).map(Number)) : undefined
}

const minute = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})$/

/** `yyyyMMddHHmm` in UTC+8. */
export function parseShanghaiMinute(text: string): Instant | undefined {
  const match = minute.exec(text)
  const at = match ? utc(...match.slice(1).map(Number), 0) : undefined
  return at === undefined ? undefined : at - shanghaiOffsetMs
}

const rfc1123 = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/

/** `Thu, 01 Jan 2026 00:00:00 GMT` of HTTP headers: a day that exists, under its own weekday. */
export function parseHttpDate(text: string): Instant | undefined {
  const at = rfc1123.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) || httpDate(at) !== text ? undefined : at
}

/** The Date line of OSS V1: RFC 1123, or the basic form of V4. */
export const parseOssDate = (text: string): Instant | undefined =>
  parseHttpDate(text) ?? parseBasic(text)
