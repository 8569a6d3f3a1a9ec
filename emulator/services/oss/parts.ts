import { createHash } from 'node:crypto'
import type { PartClaim } from '../../kernel/object-service.ts'
import { ossError } from '../../kernel/oss-errors.ts'
import type { PartRecord } from '../../ports/metadata-store.ts'
import { combineCrc64 } from './crc64.ts'

/** Smallest part but the last, bytes. */
const smallestPart = 102_400

/** ETag of an object of parts: MD5 over the parts' ETags as text, then their number. */
export function etagOf(parts: readonly PartRecord[]): string {
  const digest = createHash('md5')
  for (const { etag } of parts) digest.update(etag)
  return `${digest.digest('hex').toUpperCase()}-${parts.length}`
}

/** CRC-64 of the whole, from those of its parts. */
export const crc64Of = (parts: readonly PartRecord[]): string =>
  String(parts.reduce((crc, { crc64, size }) => combineCrc64(crc, BigInt(crc64), size), 0n))

const isAscending = (claims: readonly PartClaim[]): boolean =>
  claims.every((claim, i) => i === 0 || claim.number > (claims[i - 1]?.number ?? 0))

/**
 * The stored parts that a client lists, checked in the order of the service.
 *
 * @throws ApiError MalformedXML, InvalidPartOrder, InvalidPart, EntityTooSmall
 */
export function chosenParts(
  claims: readonly PartClaim[],
  stored: readonly PartRecord[],
): readonly PartRecord[] {
  if (claims.length === 0) throw ossError('MalformedXML', { ErrorDetail: 'No part is listed.' })
  if (!isAscending(claims)) throw ossError('InvalidPartOrder')
  const byNumber = new Map(stored.map((part) => [part.number, part]))
  const chosen = claims.map(({ number, etag }) => {
    const part = byNumber.get(number)
    if (part?.etag === etag) return part
    throw ossError('InvalidPart', { PartNumber: String(number), ETag: etag })
  })
  const small = chosen.slice(0, -1).find(({ size }) => size < smallestPart)
  if (!small) return chosen
  throw ossError('EntityTooSmall', {
    MinSizeAllowed: String(smallestPart),
    ProposedSize: String(small.size),
    PartNumber: String(small.number),
  })
}
