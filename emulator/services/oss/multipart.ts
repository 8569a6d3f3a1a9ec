import { createHash } from 'node:crypto'
import { combineCrc64 } from '../../kernel/crc64.ts'
import type { MultipartService, PartClaim } from '../../kernel/object-service.ts'
import { ossError } from '../../kernel/oss-errors.ts'
import type { ObjectRecord, PartRecord, UploadRecord } from '../../ports/metadata-store.ts'
import type { ObjectAddress } from '../../ports/object-store.ts'
import { digested } from './digesting.ts'
import { type Objects, type OssPorts, requireClaims, requireDigestForm } from './objects.ts'

/** Smallest part but the last, bytes. */
export const smallestPart = 102_400
/** Uploads that nobody completes are removed after seven days, ms. */
const abandonedAfterMs = 7 * 24 * 3600 * 1000

/** Also what the passing of time asks for. */
export interface Multipart extends MultipartService {
  /** Removes uploads that are older than seven days by the emulator's clock. */
  removeAbandoned(): Promise<void>
}

const partKey = (uploadId: string, number: number): string =>
  `${uploadId}/${String(number).padStart(5, '0')}`

/** ETag of an object of parts: MD5 over the parts' ETags as text. */
const etagOf = (parts: readonly PartRecord[]): string => {
  const digest = createHash('md5')
  for (const { etag } of parts) digest.update(etag)
  return `${digest.digest('hex').toUpperCase()}-${parts.length}`
}

const crc64Of = (parts: readonly PartRecord[]): string =>
  String(parts.reduce((crc, { crc64, size }) => combineCrc64(crc, BigInt(crc64), size), 0n))

/** @throws ApiError InvalidPartOrder, InvalidPart, EntityTooSmall */
function chosenParts(
  claims: readonly PartClaim[],
  stored: readonly PartRecord[],
): readonly PartRecord[] {
  const ascending = claims.every(
    (claim, i) => i === 0 || claim.number > (claims[i - 1]?.number ?? 0),
  )
  if (!ascending) throw ossError('InvalidPartOrder')
  const byNumber = new Map(stored.map((part) => [part.number, part]))
  if (claims.length === 0) throw ossError('MalformedXML', { ErrorDetail: 'No part is listed.' })
  const chosen = claims.map(({ number, etag }) => {
    const part = byNumber.get(number)
    if (part?.etag !== etag)
      throw ossError('InvalidPart', { PartNumber: String(number), ETag: etag })
    return part
  })
  const small = chosen.slice(0, -1).find(({ size }) => size < smallestPart)
  if (small)
    throw ossError('EntityTooSmall', {
      MinSizeAllowed: String(smallestPart),
      ProposedSize: String(small.size),
      PartNumber: String(small.number),
    })
  return chosen
}

/** The multipart family. */
export function multipart(ports: OssPorts, objects: Objects): Multipart {
  const { records, store, checksums, clock, ids } = ports

  const find = (at: ObjectAddress, uploadId: string): UploadRecord => {
    const upload = records.get('upload', uploadId)
    if (!upload || upload.bucket !== at.bucket || upload.key !== at.key)
      throw ossError('NoSuchUpload', { UploadId: uploadId })
    return upload
  }

  const partsOf = (uploadId: string): readonly PartRecord[] =>
    records.list('part', `${uploadId}/`).map(([, part]) => part)

  const removal = (uploadId: string) => [
    { kind: 'upload', key: uploadId } as const,
    ...partsOf(uploadId).map(({ number }) => ({
      kind: 'part' as const,
      key: partKey(uploadId, number),
    })),
  ]

  const initiate: Multipart['initiate'] = async (at, headers) => {
    const uploadId = ids.uploadId()
    const handle = await store.createUpload(at, { headers })
    const value = { uploadId, ...at, handle, initiatedAtMs: clock.now(), headers }
    await records.commit([{ kind: 'upload', key: uploadId, value }])
    return uploadId
  }

  const putPart: Multipart['putPart'] = async (at, uploadId, { number, body, ...claims }) => {
    requireDigestForm(claims.contentMd5)
    const { handle } = find(at, uploadId)
    const digest = await checksums.start()
    const stored = await store.putPart(at, handle, number, digested(body, digest))
    const digests = digest.digest()
    const key = partKey(uploadId, number)
    try {
      requireClaims(claims, digests)
      find(at, uploadId)
    } catch (error) {
      await store.removePart(at, handle, stored.revision)
      throw error
    }
    const replaced = records.get('part', key)
    const value: PartRecord = {
      number,
      ...stored,
      etag: digests.md5.toString('hex').toUpperCase(),
      crc64: String(digests.crc64),
      modifiedAtMs: clock.now(),
    }
    await records.commit([{ kind: 'part', key, value }])
    if (replaced) await store.removePart(at, handle, replaced.revision)
    return { ...value, contentMd5: digests.md5.toString('base64') }
  }

  const complete: Multipart['complete'] = async (at, uploadId, claims, forbidOverwrite) => {
    const { handle, headers } = find(at, uploadId)
    const stored = partsOf(uploadId)
    const chosen = chosenParts(claims ?? stored, stored)
    if (forbidOverwrite) objects.requireAbsent(at)
    const { revision, size } = await store.completeUpload(at, handle, chosen)
    try {
      find(at, uploadId)
      if (forbidOverwrite) objects.requireAbsent(at)
    } catch (error) {
      await store.remove(at, revision)
      throw error
    }
    const record: ObjectRecord = {
      ...at,
      revision,
      size,
      etag: etagOf(chosen),
      crc64: crc64Of(chosen),
      type: 'Multipart',
      modifiedAtMs: clock.now(),
      headers,
    }
    await objects.commit(record, removal(uploadId))
    await store.removeUpload(at, handle)
    return record
  }

  const abort: Multipart['abort'] = async (at, uploadId) => {
    const { handle } = find(at, uploadId)
    await records.commit(removal(uploadId))
    await store.removeUpload(at, handle)
  }

  return {
    initiate,
    putPart,
    parts: (at, uploadId) => {
      find(at, uploadId)
      return partsOf(uploadId)
    },
    complete,
    abort,
    async removeAbandoned() {
      const oldest = clock.now() - abandonedAfterMs
      for (const [uploadId, upload] of records.list('upload')) {
        if (upload.initiatedAtMs <= oldest) await abort(upload, uploadId)
      }
    },
  }
}
