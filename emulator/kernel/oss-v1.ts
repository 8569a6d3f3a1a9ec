import type { Octets } from './bytes.ts'
import { hmac, secretKey } from './signing.ts'

export interface StringToSignV1 {
  readonly method: string
  readonly contentMd5?: Octets
  readonly contentType?: Octets
  /** The Date line, or the seconds of `Expires` in a URL. */
  readonly date: Octets
  /** `name:value` and a line feed for each x-oss- header, sorted. */
  readonly headers?: Octets
  /** `/bucket/key`, then `?` and the signed sub-resources. */
  readonly resource: Octets
}

/** What OSS V1 signs, in header and URL. */
export const stringToSignOssV1 = (parts: StringToSignV1): Octets =>
  [
    parts.method,
    parts.contentMd5 ?? '',
    parts.contentType ?? '',
    parts.date,
    (parts.headers ?? '') + parts.resource,
  ].join('\n')

/** Base64 of HMAC-SHA1 under the bare secret. */
export const signOssV1 = (stringToSign: Octets, secret: string): string =>
  hmac('sha1', secretKey(secret), stringToSign).toString('base64')
