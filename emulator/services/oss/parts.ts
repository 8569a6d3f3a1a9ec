import { createHash } from 'node:crypto'
import { allRecords } from '../../kernel/all-records.ts'
import type { PartClaim, PartsPage } from '../../kernel/object-service.ts'
import { ossError } from '../../kernel/oss-errors.ts'
import type { ObjectAddress } from '../../ports/object-store.ts'
import type { Records } from '../../ports/records/records.ts'
import type { PartRecord } from '../../ports/records/uploads.ts'
import { combineCrc64 } from './crc64.ts'

/** Smallest part but the last, bytes. */
const smallestPart = 102_400

const prefixOf = (uploadId: string): string => `${uploadId}/`

/** The digits of a part number in a key. */
const digits = 5

/** The key of a part; for a number that no part can have, a key above those of all parts. */
export const partKey = (uploadId: string, number: number): string =>
  prefixOf(uploadId) + String(Math.min(number, 10 ** digits - 1)).padStart(digits, '0')

export const uploadIdOfPart = (key: string): string => key.slice(0, key.lastIndexOf('/'))

/** Parts of an upload in order, from after a number on. */
export async function partsPage(
  records: Records,
  uploadId: string,
  range: { readonly after: number; readonly limit: number },
): Promise<PartsPage> {
  const prefix = prefixOf(uploadId)
  const after = partKey(uploadId, range.after)
  const { items, next } = await records.list('part', { prefix, after, limit: range.limit })
  return { parts: items.map(({ value }) => value), isTruncated: next !== undefined }
}

/** All parts of an upload in order. */
export async function partsOf(records: Records, uploadId: string): Promise<readonly PartRecord[]> {
  const parts: PartRecord[] = []
  for await (const { value } of allRecords(records, 'part', { prefix: prefixOf(uploadId) }))
    parts.push(value)
  return parts
}

/** Maximum number of unfinished uploads to an address among which the latest is looked for. */
const maxUploads = 100

/** Bytes that have arrived of the latest upload to an address; undefined when there is none. */
export async function arrivedBytes(
  records: Records,
  { bucket, key }: ObjectAddress,
): Promise<number | undefined> {
  const query = { index: 'address', equal: { bucket, key }, limit: maxUploads } as const
  const { items } = await records.find('upload', query)
  const [latest] = [...items].sort((a, b) => b.value.initiatedAtMs - a.value.initiatedAtMs)
  if (!latest) return undefined
  return (await partsOf(records, latest.key)).reduce((sum, { size }) => sum + size, 0)
}

/** Forgets the parts of an upload that is gone: no more can come. */
export async function forgetParts(records: Records, uploadId: string): Promise<void> {
  const parts = await partsOf(records, uploadId)
  if (parts.length > 0)
    await records.commit(
      parts.map(({ number }) => ({ kind: 'part', key: partKey(uploadId, number) })),
    )
}

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
