import type { MultipartService, PartClaim } from '../../kernel/object-service.ts'
import { ossError } from '../../kernel/oss-errors.ts'
import type { ObjectAddress } from '../../ports/object-store.ts'
import type { ObjectRecord } from '../../ports/records/objects.ts'
import type { Change, Stored } from '../../ports/records/records.ts'
import type { PartRecord } from '../../ports/records/uploads.ts'
import type { DueWorkHandlers } from '../due-work/worker.ts'
import { decide } from '../records.ts'
import { cleanUp, orRemove } from './clean-up.ts'
import { digested } from './digesting.ts'
import {
  commitObject,
  type OssPorts,
  requireAbsent,
  requireClaims,
  requireDigestForm,
  requireNoObject,
  requireNoReset,
} from './objects.ts'
import {
  arrivedBytes,
  chosenParts,
  crc64Of,
  etagOf,
  forgetParts,
  partKey,
  partsOf,
  partsPage,
} from './parts.ts'

/** @throws ApiError NoSuchUpload */
async function find(
  { records }: OssPorts,
  at: ObjectAddress,
  uploadId: string,
): Promise<Stored<'upload'>> {
  const upload = await records.get('upload', uploadId)
  if (!upload || upload.value.bucket !== at.bucket || upload.value.key !== at.key)
    throw ossError('NoSuchUpload', { UploadId: uploadId })
  return upload
}

/** A store fails when an upload is completed or given up while a part comes: then that is the reason. */
const unlessGone =
  (ports: OssPorts, at: ObjectAddress, uploadId: string) =>
  async (error: unknown): Promise<never> => {
    await find(ports, at, uploadId)
    throw error
  }

/** Uploads that nobody completes are given up after seven days, ms. */
const lifeMs = 7 * 24 * 3600 * 1000

/** Uploads that are looked up at once. */
const pageSize = 100

/** The work that gives up an upload in time. */
const expiryOf = (uploadId: string) =>
  ({ kind: 'dueWork', key: `upload.expire/${uploadId}` }) as const

/** Ends an upload, if it is still as it was found. */
const ending = ({ key, version }: Stored<'upload'>) => {
  const change = { kind: 'upload', key } as const
  return { changes: [change, expiryOf(key)], expected: [{ ...change, version }] }
}

/** What an upload leaves behind when its record is gone. */
async function forget({ records, store }: OssPorts, { value: upload }: Stored<'upload'>) {
  await cleanUp(forgetParts(records, upload.uploadId))
  await cleanUp(store.removeUpload(upload, upload.handle))
}

const initiate =
  (ports: OssPorts): MultipartService['initiate'] =>
  async (at, headers) => {
    const uploadId = ports.ids.uploadId()
    const expectSameEpoch = await requireNoReset(ports)
    const handle = await ports.store.createUpload(at, { headers })
    const initiatedAtMs = ports.clock.now()
    const dueAtMs = initiatedAtMs + lifeMs
    const value = { uploadId, ...at, handle, initiatedAtMs, headers }
    const changes: readonly Change[] = [
      { kind: 'upload', key: uploadId, value },
      { ...expiryOf(uploadId), value: { type: 'upload.expire', uploadId, dueAtMs } },
    ]
    await orRemove(
      () =>
        decide(async () => {
          const absent = { kind: 'upload', key: uploadId, version: undefined } as const
          await ports.records.commit(changes, [absent, await expectSameEpoch()])
        }),
      () => ports.store.removeUpload(at, handle),
    )
    return uploadId
  }

const putPart =
  (ports: OssPorts): MultipartService['putPart'] =>
  async (at, uploadId, { number, body, ...claims }) => {
    const { records, store, checksums } = ports
    requireDigestForm(claims.contentMd5)
    const { handle } = (await find(ports, at, uploadId)).value
    const checksum = await checksums.start()
    const { md5, ...stored } = await store
      .putPart(at, handle, number, digested(body, checksum))
      .catch(unlessGone(ports, at, uploadId))
    const crc64 = checksum.digest()
    const value: PartRecord = {
      number,
      ...stored,
      etag: md5.toString('hex').toUpperCase(),
      crc64: String(crc64),
      modifiedAtMs: ports.clock.now(),
    }
    const keep = async () => {
      requireClaims(claims, { md5, crc64 })
      const upload = await find(ports, at, uploadId)
      const part = { kind: 'part', key: partKey(uploadId, number) } as const
      const replaced = await records.get(part.kind, part.key)
      const expected = [...ending(upload).expected, { ...part, version: replaced?.version }]
      await records.commit([{ ...part, value }], expected)
      return replaced?.value
    }
    const replaced = await orRemove(
      () => decide(keep),
      () => store.removePart(at, handle, stored.revision),
    )
    if (replaced) await cleanUp(store.removePart(at, handle, replaced.revision))
    return { ...value, contentMd5: md5.toString('base64') }
  }

/** Makes one object of the claimed parts as they are now: one that is replaced in between is looked up again. */
async function assemble(
  ports: OssPorts,
  at: ObjectAddress,
  uploadId: string,
  claims: readonly PartClaim[] | undefined,
) {
  const { records, store } = ports
  for (;;) {
    const stored = await partsOf(records, uploadId)
    // Afterwards: parts go when their upload is gone, so these were all.
    const { handle } = (await find(ports, at, uploadId)).value
    const chosen = chosenParts(claims ?? stored, stored)
    try {
      return { chosen, ...(await store.completeUpload(at, handle, chosen)) }
    } catch (error) {
      await find(ports, at, uploadId)
      const parts = await partsOf(records, uploadId)
      const current = new Set(parts.map(({ revision }) => revision))
      if (chosen.every(({ revision }) => current.has(revision))) throw error
    }
  }
}

const complete =
  (ports: OssPorts): MultipartService['complete'] =>
  async (at, uploadId, claims, forbidOverwrite) => {
    const upload = await find(ports, at, uploadId)
    if (forbidOverwrite) await requireNoObject(ports, at, 'FileAlreadyExists/completion')
    const { chosen, revision, size } = await assemble(ports, at, uploadId, claims)
    const record: ObjectRecord = {
      ...at,
      revision,
      size,
      etag: etagOf(chosen),
      crc64: crc64Of(chosen),
      type: 'Multipart',
      modifiedAtMs: ports.clock.now(),
      headers: upload.value.headers,
    }
    await commitObject(ports, record, async (replaced) => {
      const current = await find(ports, at, uploadId)
      if (forbidOverwrite) requireAbsent(replaced, 'FileAlreadyExists/completion')
      return ending(current)
    })
    await forget(ports, upload)
    return record
  }

/** Gives up the upload that is found, if one is: first its record, then what it leaves behind. */
async function giveUp(
  ports: OssPorts,
  look: () => Promise<Stored<'upload'> | undefined>,
): Promise<void> {
  const ended = await decide(async () => {
    const upload = await look()
    if (!upload) return undefined
    const { changes, expected } = ending(upload)
    await ports.records.commit(changes, expected)
    return upload
  })
  if (ended) await forget(ports, ended)
}

const abortAll =
  (ports: OssPorts): MultipartService['abortAll'] =>
  async ({ bucket, key }) => {
    const { records } = ports
    const query = { index: 'address', equal: { bucket, key }, limit: pageSize } as const
    let after: string | undefined
    do {
      const { items, next } = await records.find('upload', { ...query, after })
      for (const { key: uploadId } of items)
        await giveUp(ports, () => records.get('upload', uploadId))
      after = next
    } while (after !== undefined)
  }

/** Gives up an upload that nobody completed in time. */
export const expireUpload =
  (ports: OssPorts): DueWorkHandlers['upload.expire'] =>
  async ({ uploadId }) => {
    const upload = await ports.records.get('upload', uploadId)
    if (!upload) return { changes: [], expected: [] }
    return { ...ending(upload), afterwards: () => forget(ports, upload) }
  }

/** The multipart family. */
export const multipart = (ports: OssPorts): MultipartService => ({
  initiate: initiate(ports),
  putPart: putPart(ports),
  async requireUpload(at, uploadId) {
    await find(ports, at, uploadId)
  },
  async parts(at, uploadId, range) {
    const page = await partsPage(ports.records, uploadId, range)
    // Afterwards: parts go when their upload is gone.
    await find(ports, at, uploadId)
    return page
  },
  complete: complete(ports),
  abort: (at, uploadId) => giveUp(ports, () => find(ports, at, uploadId)),
  arrived: (at) => arrivedBytes(ports.records, at),
  abortAll: abortAll(ports),
})
