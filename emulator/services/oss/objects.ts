import type { Epochs } from '../../kernel/epochs.ts'
import type { Events } from '../../kernel/events.ts'
import type { Ports } from '../../kernel/handler.ts'
import type { Claims, NewObject, ObjectService } from '../../kernel/object-service.ts'
import { ossError } from '../../kernel/oss-errors.ts'
import type { Checksums, Digests } from '../../ports/checksums.ts'
import type { Change, ObjectRecord } from '../../ports/metadata-store.ts'
import type { ObjectAddress, ObjectStore } from '../../ports/object-store.ts'
import { StorageError } from '../../ports/storage-error.ts'
import { cleanUp, orRemove } from './clean-up.ts'
import { digested } from './digesting.ts'

export interface OssPorts extends Ports {
  readonly store: ObjectStore
  readonly checksums: Checksums
  readonly events: Events
  readonly epochs: Epochs
}

const objectKey = ({ bucket, key }: ObjectAddress): string => `${bucket}/${key}`

const find = ({ records }: OssPorts, at: ObjectAddress): ObjectRecord | undefined =>
  records.get('object', objectKey(at))

/** @throws ApiError FileAlreadyExists */
export function requireAbsent(ports: OssPorts, at: ObjectAddress): void {
  if (find(ports, at)) throw ossError('FileAlreadyExists')
}

/** @throws ApiError InvalidDigest when it is no Base64 of 16 bytes */
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

/**
 * Makes an object visible, with what follows from it, and removes the bytes that it replaces; or its own, on failure.
 * Nothing comes between the check and the commit.
 */
export async function commitObject(
  ports: OssPorts,
  record: ObjectRecord,
  check: () => void,
  further: readonly Change[] = [],
): Promise<void> {
  const { bucket, key, size, etag, modifiedAtMs: atMs } = record
  const event = { type: 'object.created', bucket, key, size, etag, atMs } as const
  const makeVisible = async () => {
    check()
    const replaced = find(ports, record)
    await ports.records.commit([
      { kind: 'object', key: objectKey(record), value: record },
      ...further,
      ...ports.events.changesFor(event),
    ])
    return replaced
  }
  const replaced = await orRemove(makeVisible, () => ports.store.remove(record, record.revision))
  if (replaced) await cleanUp(ports.store.remove(record, replaced.revision))
}

/** Refuses, when it is asked, what a reset came across: its bytes may be gone. @throws ApiError ServiceUnavailable */
export function requireNoReset({ epochs }: OssPorts): () => void {
  const isSame = epochs.current()
  return () => {
    if (isSame()) return
    throw ossError('ServiceUnavailable', {}, { found: 'The emulator was reset meanwhile.' })
  }
}

function headObject(ports: OssPorts, at: ObjectAddress): ObjectRecord {
  const record = find(ports, at)
  if (!record) throw ossError('NoSuchKey', { Key: at.key })
  return record
}

async function putObject(ports: OssPorts, object: NewObject): Promise<ObjectRecord> {
  const { at, body, headers, forbidOverwrite } = object
  requireDigestForm(object.contentMd5)
  if (forbidOverwrite) requireAbsent(ports, at)
  const requireSameEpoch = requireNoReset(ports)
  const digest = await ports.checksums.start()
  const { revision, size } = await ports.store.put(at, digested(body, digest), { headers })
  const digests = digest.digest()
  const check = () => {
    requireClaims(object, digests)
    requireSameEpoch()
    if (forbidOverwrite) requireAbsent(ports, at)
  }
  const record: ObjectRecord = {
    ...at,
    revision,
    size,
    etag: digests.md5.toString('hex').toUpperCase(),
    crc64: String(digests.crc64),
    contentMd5: digests.md5.toString('base64'),
    type: 'Normal',
    modifiedAtMs: ports.clock.now(),
    headers,
  }
  await commitObject(ports, record, check)
  return record
}

const openObject =
  (ports: OssPorts): ObjectService['open'] =>
  async (at, rangeFor) => {
    for (;;) {
      const record = headObject(ports, at)
      const range = rangeFor(record)
      const body = await ports.store.get(at, record.revision, range)
      if (body) return { record, range, body }
      // Replaced between the two looks, the new revision has a record of its own; else its bytes are lost.
      if (find(ports, at)?.revision === record.revision)
        throw new StorageError(
          `The bytes of ${objectKey(at)} are gone from the store, though their record is there: upload it again.`,
        )
    }
  }

async function removeObject(ports: OssPorts, at: ObjectAddress): Promise<void> {
  const record = find(ports, at)
  if (!record) return
  await ports.records.commit([{ kind: 'object', key: objectKey(at) }])
  await cleanUp(ports.store.remove(at, record.revision))
}

/** Objects of one request: put, head, get, delete. */
export const objects = (ports: OssPorts): ObjectService => ({
  put: (object) => putObject(ports, object),
  head: (at) => headObject(ports, at),
  open: openObject(ports),
  remove: (at) => removeObject(ports, at),
})
