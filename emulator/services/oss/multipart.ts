import type { MultipartService, PartClaim } from '../../kernel/object-service.ts'
import { ossError } from '../../kernel/oss-errors.ts'
import type { Change, ObjectRecord, PartRecord, UploadRecord } from '../../ports/metadata-store.ts'
import type { ObjectAddress } from '../../ports/object-store.ts'
import { cleanUp, orRemove } from './clean-up.ts'
import { digested } from './digesting.ts'
import {
  commitObject,
  type OssPorts,
  requireAbsent,
  requireClaims,
  requireDigestForm,
  requireNoReset,
} from './objects.ts'
import { chosenParts, crc64Of, etagOf } from './parts.ts'

const partKey = (uploadId: string, number: number): string =>
  `${uploadId}/${String(number).padStart(5, '0')}`

/** @throws ApiError NoSuchUpload */
function find({ records }: OssPorts, at: ObjectAddress, uploadId: string): UploadRecord {
  const upload = records.get('upload', uploadId)
  if (!upload || upload.bucket !== at.bucket || upload.key !== at.key)
    throw ossError('NoSuchUpload', { UploadId: uploadId })
  return upload
}

/** A store fails when an upload is completed or given up while a part comes: then that is the reason. */
const unlessGone =
  (ports: OssPorts, at: ObjectAddress, uploadId: string) =>
  (error: unknown): never => {
    find(ports, at, uploadId)
    throw error
  }

const partsOf = ({ records }: OssPorts, uploadId: string): readonly PartRecord[] =>
  records.list('part', `${uploadId}/`).map(([, part]) => part)

const removal = (ports: OssPorts, uploadId: string): readonly Change[] => [
  { kind: 'upload', key: uploadId },
  ...partsOf(ports, uploadId).map(
    ({ number }): Change => ({ kind: 'part', key: partKey(uploadId, number) }),
  ),
]

const initiate =
  (ports: OssPorts): MultipartService['initiate'] =>
  async (at, headers) => {
    const uploadId = ports.ids.uploadId()
    const requireSameEpoch = requireNoReset(ports)
    const handle = await ports.store.createUpload(at, { headers })
    const value = { uploadId, ...at, handle, initiatedAtMs: ports.clock.now(), headers }
    await orRemove(
      () => {
        requireSameEpoch()
        return ports.records.commit([{ kind: 'upload', key: uploadId, value }])
      },
      () => ports.store.removeUpload(at, handle),
    )
    return uploadId
  }

const putPart =
  (ports: OssPorts): MultipartService['putPart'] =>
  async (at, uploadId, { number, body, ...claims }) => {
    const { records, store, checksums } = ports
    requireDigestForm(claims.contentMd5)
    const { handle } = find(ports, at, uploadId)
    const digest = await checksums.start()
    const stored = await store
      .putPart(at, handle, number, digested(body, digest))
      .catch(unlessGone(ports, at, uploadId))
    const digests = digest.digest()
    const key = partKey(uploadId, number)
    const value: PartRecord = {
      number,
      ...stored,
      etag: digests.md5.toString('hex').toUpperCase(),
      crc64: String(digests.crc64),
      modifiedAtMs: ports.clock.now(),
    }
    const keep = async () => {
      requireClaims(claims, digests)
      find(ports, at, uploadId)
      const replaced = records.get('part', key)
      await records.commit([{ kind: 'part', key, value }])
      return replaced
    }
    const replaced = await orRemove(keep, () => store.removePart(at, handle, stored.revision))
    if (replaced) await cleanUp(store.removePart(at, handle, replaced.revision))
    return { ...value, contentMd5: digests.md5.toString('base64') }
  }

/** Makes one object of the claimed parts as they are now: one that is replaced in between is looked up again. */
async function assemble(
  ports: OssPorts,
  at: ObjectAddress,
  uploadId: string,
  claims: readonly PartClaim[] | undefined,
) {
  for (;;) {
    const { handle } = find(ports, at, uploadId)
    const stored = partsOf(ports, uploadId)
    const chosen = chosenParts(claims ?? stored, stored)
    try {
      return { chosen, ...(await ports.store.completeUpload(at, handle, chosen)) }
    } catch (error) {
      find(ports, at, uploadId)
      const current = new Set(partsOf(ports, uploadId).map(({ revision }) => revision))
      if (chosen.every(({ revision }) => current.has(revision))) throw error
    }
  }
}

const complete =
  (ports: OssPorts): MultipartService['complete'] =>
  async (at, uploadId, claims, forbidOverwrite) => {
    const { store } = ports
    const { handle, headers } = find(ports, at, uploadId)
    if (forbidOverwrite) requireAbsent(ports, at)
    const { chosen, revision, size } = await assemble(ports, at, uploadId, claims)
    const check = () => {
      find(ports, at, uploadId)
      if (forbidOverwrite) requireAbsent(ports, at)
    }
    const record: ObjectRecord = {
      ...at,
      revision,
      size,
      etag: etagOf(chosen),
      crc64: crc64Of(chosen),
      type: 'Multipart',
      modifiedAtMs: ports.clock.now(),
      headers,
    }
    await commitObject(ports, record, check, removal(ports, uploadId))
    await cleanUp(store.removeUpload(at, handle))
    return record
  }

const abort =
  (ports: OssPorts): MultipartService['abort'] =>
  async (at, uploadId) => {
    const { handle } = find(ports, at, uploadId)
    await ports.records.commit(removal(ports, uploadId))
    await cleanUp(ports.store.removeUpload(at, handle))
  }

/** The multipart family. */
export const multipart = (ports: OssPorts): MultipartService => ({
  initiate: initiate(ports),
  putPart: putPart(ports),
  parts: (at, uploadId) => {
    find(ports, at, uploadId)
    return partsOf(ports, uploadId)
  },
  complete: complete(ports),
  abort: abort(ports),
})
