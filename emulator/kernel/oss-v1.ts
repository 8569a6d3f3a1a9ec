import type { ByteString } from './bytes.ts'
import { hmac, secretKey } from './signing.ts'

export interface StringToSignV1 {
  readonly method: string
  readonly contentMd5?: ByteString
  readonly contentType?: ByteString
  /** The Date line, or the seconds of `Expires` in a URL. */
  readonly date: ByteString
  /** `name:value` and a line feed for each x-oss- header, sorted. */
  readonly headers?: ByteString
  /** `/bucket/key`, then `?` and the signed sub-resources. */
  readonly resource: ByteString
}

/** What OSS V1 signs, in header and URL. */
export const stringToSignOssV1 = (parts: StringToSignV1): ByteString =>
  [
    parts.method,
    parts.contentMd5 ?? '',
    parts.contentType ?? '',
    parts.date,
    (parts.headers ?? '') + parts.resource,
  ].join('\n')

/** Base64 of HMAC-SHA1 under the bare secret. */
export const signOssV1 = (stringToSign: ByteString, secret: string): string =>
  hmac('sha1', secretKey(secret), stringToSign).toString('base64')
