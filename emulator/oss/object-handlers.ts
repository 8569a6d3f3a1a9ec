import type { ObjectService } from '../kernel/object-service.ts'
import type { ObjectRecord } from '../ports/metadata-store.ts'
import type { ByteRange } from '../ports/object-store.ts'
import { isNotModified } from './conditions.ts'
import type { OssCall, OssHandlers } from './handlers.ts'
import {
  describe,
  forbidsOverwrite,
  headersToKeep,
  overrides,
  refuseReadConditions,
  requireLength,
} from './object-headers.ts'
import { rangeOf } from './range.ts'
import type { Reply } from './response.ts'

type Names = 'PutObject' | 'GetObject' | 'HeadObject' | 'GetObjectMeta' | 'DeleteObject'

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

/** HTTP for the operations on one object. */
export const objectHandlers = (objects: ObjectService): Pick<OssHandlers, Names> => ({
  async PutObject({ request, at }) {
    const { headers, body } = request.message
    requireLength(headers)
    refuseReadConditions(headers)
    const record = await objects.put({
      at,
      body: body(),
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
  },

  async GetObject({ request, at }) {
    const { headers } = request.message
    const record = objects.head(at)
    if (isNotModified(headers, record)) return unchanged(record)
    const standard = headers.get('x-oss-range-behavior') === 'standard'
    const opened = await objects.open(at, ({ size }) =>
      rangeOf(headers.get('range'), size, standard),
    )
    return {
      status: opened.range ? 206 : 200,
      headers: {
        ...describe(opened.record),
        ...overrides(request),
        ...lengthOf(opened.record, opened.range),
      },
      body: opened.body,
    }
  },

  async HeadObject({ request, at }) {
    const record = objects.head(at)
    if (isNotModified(request.message.headers, record)) return unchanged(record)
    return { status: 200, headers: { ...describe(record), ...lengthOf(record, undefined) } }
  },

  async GetObjectMeta({ at }) {
    const record = objects.head(at)
    const {
      etag = '',
      'last-modified': modified = '',
      'x-oss-hash-crc64ecma': crc = '',
    } = describe(record)
    return {
      status: 200,
      headers: {
        etag,
        'last-modified': modified,
        'x-oss-hash-crc64ecma': crc,
        ...lengthOf(record, undefined),
      },
    }
  },

  async DeleteObject({ at }: OssCall) {
    await objects.remove(at)
    return { status: 204 }
  },
})
