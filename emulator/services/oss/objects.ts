import { type Decision, together } from '../../kernel/events.ts'
import type { Ports } from '../../kernel/handler.ts'
import type { Claims, NewObject, ObjectService } from '../../kernel/object-service.ts'
import { ossError } from '../../kernel/oss-errors.ts'
import type { Checksums } from '../../ports/checksums.ts'
import type { ObjectAddress, ObjectStore } from '../../ports/object-store.ts'
import type { ObjectRecord } from '../../ports/records/objects.ts'
import type { Expectation, Stored } from '../../ports/records/records.ts'
import { StorageError } from '../../ports/storage-error.ts'
import { sameInstallation } from '../installation.ts'
import { decide } from '../records.ts'
import { cleanUp, orRemove } from './clean-up.ts'
import { digested } from './digesting.ts'

/** What was computed from a body while a store took it in. */
export interface Digests {
  /** 16 bytes. */
  readonly md5: Buffer
  /** CRC-64/XZ. */
  readonly crc64: bigint
}

export interface OssPorts extends Ports {
  readonly store: ObjectStore
  readonly checksums: Checksums
}

const objectKey = ({ bucket, key }: ObjectAddress): string => `${bucket}/${key}`

type Existing = Stored<'object'> | undefined

const find = ({ records }: OssPorts, at: ObjectAddress): Promise<Existing> =>
  records.get('object', objectKey(at))

/** The refusal of a put, or of a completion: their numbers (EC) differ. */
type AlreadyExists = 'FileAlreadyExists' | 'FileAlreadyExists/completion'

/** @throws ApiError FileAlreadyExists */
export function requireAbsent(found: Existing, error: AlreadyExists = 'FileAlreadyExists'): void {
  if (found) throw ossError(error)
}

/** Refuses at once what would be refused in the end. @throws ApiError FileAlreadyExists */
export async function requireNoObject(
  ports: OssPorts,
  at: ObjectAddress,
  error?: AlreadyExists,
): Promise<void> {
  requireAbsent(await find(ports, at), error)
}

/** @throws ApiError InvalidDigest when it is not the Base64 of 16 bytes */
export function requireDigestForm(contentMd5: string | undefined): void {
  if (contentMd5 !== undefined && !/^[A-Za-z0-9+/]{22}==$/.test(contentMd5))
    throw ossError('InvalidDigest/malformed', { 'Content-MD5': contentMd5 })
}

/** @throws ApiError InvalidDigest, InvalidCRC64 */
export function requireClaims({ contentMd5, crc64 }: Claims, digests: Digests): void {
  if (contentMd5 !== undefined && contentMd5 !== digests.md5.toString('base64'))
    throw ossError('InvalidDigest', { 'Content-MD5': contentMd5 })
  if (crc64 !== undefined && crc64 !== String(digests.crc64)) throw ossError('InvalidCRC64')
}

/** Removes the bytes of an object that could not be made visible, unless its record says that it could. */
async function removeUnnamed(ports: OssPorts, record: ObjectRecord): Promise<void> {
  const found = await find(ports, record)
  if (found?.value.revision !== record.revision) await ports.store.remove(record, record.revision)
}

/**
 * Makes an object visible, with what follows from it, and removes the bytes that it replaces; or its own, on failure.
 *
 * @param further what else to change or to expect, or why the object is refused, by what it replaces
 * @param besides what else to commit, after what follows from the object
 */
export async function commitObject(
  ports: OssPorts,
  record: ObjectRecord,
  further: (found: Existing) => Promise<Decision>,
  besides?: (record: ObjectRecord) => Promise<Decision>,
): Promise<void> {
  const { bucket, key, size, etag, modifiedAtMs: atMs } = record
  const at = { kind: 'object', key: objectKey(record) } as const
  const event = { type: 'object.created', bucket, key, size, etag, atMs } as const
  const makeVisible = () =>
    decide(async () => {
      const found = await find(ports, record)
      const { changes, expected } = together([
        { changes: [{ ...at, value: record }], expected: [{ ...at, version: found?.version }] },
        await further(found),
        await ports.events.decisionOn(event),
        (await besides?.(record)) ?? { changes: [], expected: [] },
      ])
      await ports.records.commit(changes, expected)
      return found
    })
  const replaced = await orRemove(makeVisible, () => removeUnnamed(ports, record))
  if (replaced) await cleanUp(ports.store.remove(record, replaced.value.revision))
}

/**
 * Expects that no reset has happened since: it may have removed the bytes.
 *
 * @throws ApiError ServiceUnavailable
 */
export async function requireNoReset({ records }: OssPorts): Promise<() => Promise<Expectation>> {
  const { version } = await sameInstallation(records)
  return async () => {
    const same = await sameInstallation(records)
    if (same.version === version) return same
    throw ossError('ServiceUnavailable', {}, { found: 'The emulator was reset in the meantime.' })
  }
}

async function headObject(ports: OssPorts, at: ObjectAddress): Promise<ObjectRecord> {
  const found = await find(ports, at)
  if (!found) throw ossError('NoSuchKey', { Key: at.key })
  return found.value
}

async function putObject(
  ports: OssPorts,
  object: NewObject,
  besides?: (record: ObjectRecord) => Promise<Decision>,
): Promise<ObjectRecord> {
  const { at, body, headers, forbidOverwrite } = object
  requireDigestForm(object.contentMd5)
  if (forbidOverwrite) await requireNoObject(ports, at)
  const expectSameEpoch = await requireNoReset(ports)
  const checksum = await ports.checksums.start()
  const { revision, size, md5 } = await ports.store.put(
    at,
    digested(body, checksum, object.maxBytes),
    { headers },
  )
  const crc64 = checksum.digest()
  const record: ObjectRecord = {
    ...at,
    revision,
    size,
    etag: md5.toString('hex').toUpperCase(),
    crc64: String(crc64),
    contentMd5: md5.toString('base64'),
    type: 'Normal',
    modifiedAtMs: ports.clock.now(),
    headers,
  }
  const further = async (found: Existing) => {
    requireClaims(object, { md5, crc64 })
    const same = await expectSameEpoch()
    if (forbidOverwrite) requireAbsent(found)
    return { changes: [], expected: [same] }
  }
  await commitObject(ports, record, further, besides)
  return record
}

const openObject =
  (ports: OssPorts): ObjectService['open'] =>
  async (at, rangeFor) => {
    for (;;) {
      const record = await headObject(ports, at)
      const range = rangeFor(record)
      const body = await ports.store.get(at, record.revision, range)
      if (body) return { record, range, body }
      // Replaced between the two looks, the new revision has a record of its own; else its bytes are lost.
      if ((await find(ports, at))?.value.revision === record.revision)
        throw new StorageError(
          `The bytes of ${objectKey(at)} are gone from the store, though their record is there: upload it again.`,
        )
    }
  }

async function removeObject(ports: OssPorts, at: ObjectAddress): Promise<void> {
  const removed = await decide(async () => {
    const found = await find(ports, at)
    if (!found) return undefined
    const { bucket, key } = at
    const change = { kind: 'object', key: objectKey(at) } as const
    const { changes, expected } = together([
      { changes: [change], expected: [{ ...change, version: found.version }] },
      await ports.events.decisionOn({
        type: 'object.removed',
        bucket,
        key,
        atMs: ports.clock.now(),
      }),
    ])
    await ports.records.commit(changes, expected)
    return found
  })
  if (removed) await cleanUp(ports.store.remove(at, removed.value.revision))
}

/** Objects of one request: put, head, get, delete. */
export const objects = (ports: OssPorts): ObjectService => ({
  put: (object, besides) => putObject(ports, object, besides),
  head: (at) => headObject(ports, at),
  open: openObject(ports),
  remove: (at) => removeObject(ports, at),
})
