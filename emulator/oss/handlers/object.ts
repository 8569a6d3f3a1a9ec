import type { ObjectService } from '../../kernel/object-service.ts'
import type { ByteRange } from '../../ports/object-store.ts'
import type { ObjectRecord } from '../../ports/records/objects.ts'
import type { Reply } from '../response.ts'
import { isNotModified } from './conditions.ts'
import type { OssHandlers } from './index.ts'
import {
  describe,
  forbidsOverwrite,
  headersToKeep,
  measured,
  overrides,
  refuseReadConditions,
  requireLength,
} from './object-headers.ts'
import { rangeOf } from './range.ts'

type ObjectOperation = 'PutObject' | 'GetObject' | 'HeadObject' | 'GetObjectMeta' | 'DeleteObject'

const unchanged = (record: ObjectRecord): Reply => {
  const { etag = '', 'last-modified': modified = '' } = describe(record)
  return { status: 304, headers: { etag, 'last-modified': modified } }
}

const lengthOf = (record: ObjectRecord, range: ByteRange | undefined): Record<string, string> =>
  range
    ? {
        'content-length': String(range.last - range.first + 1),
        'content-range': `bytes ${range.first}-${range.last}/${record.size}`,
      }
    : { 'content-length': String(record.size) }

const putObject =
  (objects: ObjectService): OssHandlers['PutObject'] =>
  async ({ request, at }) => {
    const { headers } = request.message
    requireLength(headers)
    refuseReadConditions(headers)
    const record = await objects.put({
      at,
      body: measured(request.message),
      headers: headersToKeep(headers),
      forbidOverwrite: forbidsOverwrite(headers),
      contentMd5: headers.get('content-md5'),
      crc64: headers.get('x-oss-hash-crc64ecma'),
    })
    return {
      status: 200,
      headers: {
        etag: `"${record.etag}"`,
        'content-md5': record.contentMd5 ?? '',
        'x-oss-hash-crc64ecma': record.crc64,
      },
    }
  }

const getObject =
  (objects: ObjectService): OssHandlers['GetObject'] =>
  async ({ request, at }) => {
    const { headers } = request.message
    const found = await objects.head(at)
    if (isNotModified(headers, found)) return unchanged(found)
    const replaced = overrides(request)
    const standard = headers.get('x-oss-range-behavior') === 'standard'
    const { record, range, body } = await objects.open(at, ({ size }) =>
      rangeOf(headers.get('range'), size, standard),
    )
    return {
      status: range ? 206 : 200,
      headers: { ...describe(record), ...replaced, ...lengthOf(record, range) },
      body,
    }
  }

const headObject =
  (objects: ObjectService): OssHandlers['HeadObject'] =>
  async ({ request, at }) => {
    const record = await objects.head(at)
    if (isNotModified(request.message.headers, record)) return unchanged(record)
    return {
      status: 200,
      headers: { ...describe(record), ...overrides(request), ...lengthOf(record, undefined) },
    }
  }

const getObjectMeta =
  (objects: ObjectService): OssHandlers['GetObjectMeta'] =>
  async ({ at }) => {
    const record = await objects.head(at)
    return {
      status: 200,
      headers: {
        ...unchanged(record).headers,
        'x-oss-hash-crc64ecma': record.crc64,
        ...lengthOf(record, undefined),
      },
    }
  }

const deleteObject =
  (objects: ObjectService): OssHandlers['DeleteObject'] =>
  async ({ at }) => {
    await objects.remove(at)
    return { status: 204 }
  }

/** HTTP for the operations on one object. */
export const objectHandlers = (objects: ObjectService): Pick<OssHandlers, ObjectOperation> => ({
  PutObject: putObject(objects),
  GetObject: getObject(objects),
  HeadObject: headObject(objects),
  GetObjectMeta: getObjectMeta(objects),
  DeleteObject: deleteObject(objects),
})
