import type { MultipartService } from '../kernel/object-service.ts'
import { fromText, percentEncode } from '../kernel/octets.ts'
import { invalidArgument, ossError } from '../kernel/oss-errors.ts'
import { isoWholeSeconds } from '../kernel/time.ts'
import { readCompletion } from './completion.ts'
import type { OssCall, OssHandlers } from './handlers.ts'
import { forbidsOverwrite, headersToKeep, requireLength } from './object-headers.ts'
import { queryValue } from './request.ts'

type Names =
  | 'InitiateMultipartUpload'
  | 'UploadPart'
  | 'ListParts'
  | 'CompleteMultipartUpload'
  | 'AbortMultipartUpload'

const mostParts = 10_000
const mostListed = 1000

const uploadIdOf = ({ request }: OssCall): string => queryValue(request, 'uploadId') ?? ''

function integerOf(
  { request }: OssCall,
  name: string,
  least: number,
  most: number,
  absent: number,
) {
  const text = queryValue(request, name)
  if (!text) return absent
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= least && value <= most) return value
  throw invalidArgument(
    name === 'partNumber'
      ? `Part number must be an integer between 1 and ${mostParts}, inclusive.`
      : `Argument ${name} must be an integer between ${least} and ${most}.`,
    name,
    text,
  )
}

/** A key in an answer, percent-encoded where the client asks for it. */
function keyOf({ request, at }: OssCall): { EncodingType?: string; Key: string } {
  const encoding = queryValue(request, 'encoding-type')
  if (!encoding) return { Key: at.key }
  if (encoding !== 'url')
    throw invalidArgument(
      'Invalid Encoding Method specified in Request.',
      'encoding-type',
      encoding,
    )
  return { EncodingType: 'url', Key: percentEncode(fromText(at.key)) }
}

/** HTTP for the multipart family. */
export const multipartHandlers = (multipart: MultipartService): Pick<OssHandlers, Names> => ({
  async InitiateMultipartUpload(call) {
    const { EncodingType, Key } = keyOf(call)
    const uploadId = await multipart.initiate(call.at, headersToKeep(call.request.message.headers))
    return {
      status: 200,
      xml: {
        InitiateMultipartUploadResult: {
          ...(EncodingType && { EncodingType }),
          Bucket: call.at.bucket,
          Key,
          UploadId: uploadId,
        },
      },
    }
  },

  async UploadPart(call) {
    const { headers, body } = call.request.message
    requireLength(headers)
    const part = await multipart.putPart(call.at, uploadIdOf(call), {
      number: integerOf(call, 'partNumber', 1, mostParts, 0),
      body: body(),
      contentMd5: headers.get('content-md5'),
      crc64: headers.get('x-oss-hash-crc64ecma'),
    })
    return {
      status: 200,
      headers: {
        etag: `"${part.etag}"`,
        'content-md5': part.contentMd5,
        'x-oss-hash-crc64ecma': part.crc64,
      },
    }
  },

  async ListParts(call) {
    const { EncodingType, Key } = keyOf(call)
    const most = integerOf(call, 'max-parts', 1, mostListed, mostListed)
    const marker = integerOf(call, 'part-number-marker', 0, Number.MAX_SAFE_INTEGER, 0)
    const after = multipart.parts(call.at, uploadIdOf(call)).filter(({ number }) => number > marker)
    const page = after.slice(0, most)
    return {
      status: 200,
      xml: {
        ListPartsResult: {
          ...(EncodingType && { EncodingType }),
          Bucket: call.at.bucket,
          Key,
          UploadId: uploadIdOf(call),
          StorageClass: 'Standard',
          PartNumberMarker: marker,
          NextPartNumberMarker: page.at(-1)?.number ?? 0,
          MaxParts: most,
          IsTruncated: String(after.length > page.length),
          Part: page.map(({ number, modifiedAtMs, etag, crc64, size }) => ({
            PartNumber: number,
            LastModified: isoWholeSeconds(modifiedAtMs),
            ETag: `"${etag}"`,
            HashCrc64ecma: crc64,
            Size: size,
          })),
        },
      },
    }
  },

  async CompleteMultipartUpload(call) {
    const { headers } = call.request.message
    const { EncodingType, Key } = keyOf(call)
    multipart.parts(call.at, uploadIdOf(call))
    const claims = await readCompletion(call.request.message)
    const record = await multipart.complete(
      call.at,
      uploadIdOf(call),
      claims,
      forbidsOverwrite(headers),
    )
    return {
      status: 200,
      headers: { etag: `"${record.etag}"`, 'x-oss-hash-crc64ecma': record.crc64 },
      xml: {
        CompleteMultipartUploadResult: {
          ...(EncodingType && { EncodingType }),
          Location: call.location,
          Bucket: call.at.bucket,
          Key,
          ETag: `"${record.etag}"`,
        },
      },
    }
  },

  async AbortMultipartUpload(call) {
    if (!uploadIdOf(call)) throw ossError('NoSuchUpload', { UploadId: '' })
    await multipart.abort(call.at, uploadIdOf(call))
    return { status: 204 }
  },
})
