import type { Events } from '../../kernel/events.ts'
import type { Ports } from '../../kernel/handler.ts'
import type { Claims, NewObject, ObjectService } from '../../kernel/object-service.ts'
import { ossError } from '../../kernel/oss-errors.ts'
import type { Checksums, Digests } from '../../ports/checksums.ts'
import type { Change, ObjectRecord } from '../../ports/metadata-store.ts'
import type { ObjectAddress, ObjectStore } from '../../ports/object-store.ts'
import { digested } from './digesting.ts'

export interface OssPorts extends Ports {
  readonly store: ObjectStore
  readonly checksums: Checksums
  readonly events: Events
}

/** What the multipart family needs besides. */
export interface Objects extends ObjectService {
  /** Makes an object visible, with what follows from it, and removes the bytes that it replaces. */
  commit(record: ObjectRecord, further?: readonly Change[]): Promise<void>
  /** @throws ApiError FileAlreadyExists */
  requireAbsent(at: ObjectAddress): void
}

export const objectKey = ({ bucket, key }: ObjectAddress): string => `${bucket}/${key}`

/** @throws ApiError InvalidDigest when it is no Base64 of 16 octets */
export function requireDigestForm(contentMd5: string | undefined): void {
  if (contentMd5 !== undefined && !/^[A-Za-z0-9+/]{22}==$/.test(contentMd5))
    throw ossError('InvalidDigest', { 'Content-MD5': contentMd5 })
}

/** @throws ApiError InvalidDigest, InvalidCRC64 */
export function requireClaims({ contentMd5, crc64 }: Claims, digests: Digests): void {
  if (contentMd5 !== undefined && contentMd5 !== digests.md5.toString('base64'))
    throw ossError('InvalidDigest', { 'Content-MD5': contentMd5 })
  if (crc64 !== undefined && crc64 !== String(digests.crc64)) throw ossError('InvalidCRC64')
}

/** Objects of one request: put, head, get, delete. */
export function objects(ports: OssPorts): Objects {
  const { records, store, checksums, events, clock } = ports

  const find = (at: ObjectAddress) => records.get('object', objectKey(at))

  const requireAbsent = (at: ObjectAddress): void => {
    if (find(at)) throw ossError('FileAlreadyExists')
  }

  const head = (at: ObjectAddress): ObjectRecord => {
    const record = find(at)
    if (!record) throw ossError('NoSuchKey', { Key: at.key })
    return record
  }

  const commit = async (record: ObjectRecord, further: readonly Change[] = []): Promise<void> => {
    const replaced = find(record)
    const { bucket, key, size, etag, modifiedAtMs: atMs } = record
    await records.commit([
      { kind: 'object', key: objectKey(record), value: record },
      ...further,
      ...events.changesFor({ type: 'object.created', bucket, key, size, etag, atMs }),
    ])
    if (replaced) await store.remove(record, replaced.revision)
  }

  const put = async ({ at, body, headers, forbidOverwrite, ...claims }: NewObject) => {
    requireDigestForm(claims.contentMd5)
    if (forbidOverwrite) requireAbsent(at)
    const digest = await checksums.start()
    const { revision, size } = await store.put(at, digested(body, digest), { headers })
    const digests = digest.digest()
    const record: ObjectRecord = {
      ...at,
      revision,
      size,
      etag: digests.md5.toString('hex').toUpperCase(),
      crc64: String(digests.crc64),
      contentMd5: digests.md5.toString('base64'),
      type: 'Normal',
      modifiedAtMs: clock.now(),
      headers,
    }
    try {
      requireClaims(claims, digests)
      if (forbidOverwrite) requireAbsent(at)
    } catch (error) {
      await store.remove(at, revision)
      throw error
    }
    await commit(record)
    return record
  }

  const open: Objects['open'] = async (at, rangeFor) => {
    for (;;) {
      const record = head(at)
      const range = rangeFor(record)
      const body = await store.get(at, record.revision, range)
      if (body) return { record, range, body }
      // Replaced between the two looks: the new revision has a record of its own.
      if (find(at)?.revision === record.revision) throw ossError('NoSuchKey', { Key: at.key })
    }
  }

  const remove = async (at: ObjectAddress): Promise<void> => {
    const record = find(at)
    if (!record) return
    await records.commit([{ kind: 'object', key: objectKey(at) }])
    await store.remove(at, record.revision)
  }

  return { put, head, open, remove, commit, requireAbsent }
}
