import type { HeaderList } from '../../kernel/message.ts'
import { ossError } from '../../kernel/oss-errors.ts'
import { parseHttpDate } from '../../kernel/time.ts'
import type { ObjectRecord } from '../../ports/records/objects.ts'

/** An ETag without quotes and case, in which clients differ. */
export const bareEtag = (etag: string): string => etag.trim().replace(/^"|"$/g, '').toUpperCase()

const matches = (header: string, etag: string): boolean =>
  header.trim() === '*' || header.split(',').some((one) => bareEtag(one) === etag.toUpperCase())

const failed = (Condition: string) => ossError('PreconditionFailed', { Condition })

/**
 * Checks If-Match, If-Unmodified-Since, If-None-Match and If-Modified-Since.
 *
 * @returns whether the answer is 304
 * @throws ApiError PreconditionFailed
 */
export function isNotModified(headers: HeaderList, { etag, modifiedAtMs }: ObjectRecord): boolean {
  const modified = Math.floor(modifiedAtMs / 1000) * 1000
  const ifMatch = headers.get('if-match')
  if (ifMatch !== undefined && !matches(ifMatch, etag)) throw failed('If-Match')
  const unmodifiedSince = parseHttpDate(headers.get('if-unmodified-since') ?? '')
  if (unmodifiedSince !== undefined && modified > unmodifiedSince)
    throw failed('If-Unmodified-Since')
  const ifNoneMatch = headers.get('if-none-match')
  if (ifNoneMatch !== undefined) return matches(ifNoneMatch, etag)
  const modifiedSince = parseHttpDate(headers.get('if-modified-since') ?? '')
  return modifiedSince !== undefined && modified <= modifiedSince
}
