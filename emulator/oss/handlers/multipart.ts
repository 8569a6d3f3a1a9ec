import { fromText, percentEncode } from '../../kernel/bytes.ts'
import { overLimit } from '../../kernel/limits.ts'
import type { MultipartService } from '../../kernel/object-service.ts'
import { invalidArgument, ossError } from '../../kernel/oss-errors.ts'
import { isoWholeSeconds } from '../../kernel/time.ts'
import type { PartRecord } from '../../ports/records/uploads.ts'
import { queryValue } from '../request.ts'
import { type CompletionLimits, readCompletion } from './completion.ts'
import type { ObjectCall, OssHandlers } from './index.ts'
import { forbidsOverwrite, headersToKeep, measured, requireLength } from './object-headers.ts'

type MultipartOperation =
  | 'InitiateMultipartUpload'
  | 'UploadPart'
  | 'ListParts'
  | 'CompleteMultipartUpload'
  | 'AbortMultipartUpload'

const maxListed = 1000

const uploadIdOf = ({ request }: ObjectCall): string => queryValue(request, 'uploadId') ?? ''

function partNumberOf({ request }: ObjectCall, most: number): number {
  const text = queryValue(request, 'partNumber') ?? ''
  const number = Number(text)
  const isNumber = /^\d+$/.test(text) && number >= 1
  if (isNumber && number <= most) return number
  throw ossError(
    'InvalidArgument/part-number',
    {
      reason: `Part number must be an integer between 1 and ${most}, inclusive.`,
      ArgumentName: 'partNumber',
      ArgumentValue: text,
    },
    isNumber
      ? { found: overLimit(`The part has the number ${text}`, most, 'parts', '--max-parts') }
      : {},
  )
}

function integerOf(
  { request }: ObjectCall,
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
    `Argument ${name} must be an integer between ${least} and ${most}.`,
    name,
    text,
  )
}

/** A key in an answer, percent-encoded where the client asks for it. */
function keyOf({ request, at }: ObjectCall): { EncodingType?: string; Key: string } {
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

const initiate =
  (multipart: MultipartService): OssHandlers['InitiateMultipartUpload'] =>
  async (call) => {
    const { EncodingType, Key } = keyOf(call)
    const headers = headersToKeep(call.request.message.headers)
    const UploadId = await multipart.initiate(call.at, headers)
    const Bucket = call.at.bucket
    const result = { ...(EncodingType && { EncodingType }), Bucket, Key, UploadId }
    return { status: 200, xml: { InitiateMultipartUploadResult: result } }
  }

const uploadPart =
  (multipart: MultipartService, { maxParts }: CompletionLimits): OssHandlers['UploadPart'] =>
  async (call) => {
    const { headers } = call.request.message
    requireLength(headers)
    const part = await multipart.putPart(call.at, uploadIdOf(call), {
      number: partNumberOf(call, maxParts),
      body: measured(call.request.message),
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
  }

const partXml = ({ number, modifiedAtMs, etag, crc64, size }: PartRecord) => ({
  PartNumber: number,
  LastModified: isoWholeSeconds(modifiedAtMs),
  ETag: `"${etag}"`,
  HashCrc64ecma: crc64,
  Size: size,
})

const listParts =
  (multipart: MultipartService): OssHandlers['ListParts'] =>
  async (call) => {
    const { EncodingType, Key } = keyOf(call)
    const limit = integerOf(call, 'max-parts', 1, maxListed, maxListed)
    const after = integerOf(call, 'part-number-marker', 0, Number.MAX_SAFE_INTEGER, 0)
    const uploadId = uploadIdOf(call)
    const { parts, isTruncated } = await multipart.parts(call.at, uploadId, { after, limit })
    const result = {
      ...(EncodingType && { EncodingType }),
      Bucket: call.at.bucket,
      Key,
      UploadId: uploadId,
      StorageClass: 'Standard',
      PartNumberMarker: after,
      NextPartNumberMarker: parts.at(-1)?.number ?? 0,
      MaxParts: limit,
      IsTruncated: String(isTruncated),
      Part: parts.map(partXml),
    }
    return { status: 200, xml: { ListPartsResult: result } }
  }

const complete =
  (multipart: MultipartService, limits: CompletionLimits): OssHandlers['CompleteMultipartUpload'] =>
  async (call) => {
    const { message } = call.request
    const uploadId = uploadIdOf(call)
    const { EncodingType, Key } = keyOf(call)
    // An upload that does not exist is refused before its list is read.
    await multipart.requireUpload(call.at, uploadId)
    const claims = await readCompletion(message, limits)
    const forbid = forbidsOverwrite(message.headers)
    const record = await multipart.complete(call.at, uploadId, claims, forbid)
    const ETag = `"${record.etag}"`
    const result = {
      ...(EncodingType && { EncodingType }),
      Location: call.location,
      Bucket: call.at.bucket,
      Key,
      ETag,
    }
    return {
      status: 200,
      headers: { etag: ETag, 'x-oss-hash-crc64ecma': record.crc64 },
      xml: { CompleteMultipartUploadResult: result },
    }
  }

const abort =
  (multipart: MultipartService): OssHandlers['AbortMultipartUpload'] =>
  async (call) => {
    await multipart.abort(call.at, uploadIdOf(call))
    return { status: 204 }
  }

/** HTTP for the multipart family. */
export const multipartHandlers = (
  multipart: MultipartService,
  limits: CompletionLimits,
): Pick<OssHandlers, MultipartOperation> => ({
  InitiateMultipartUpload: initiate(multipart),
  UploadPart: uploadPart(multipart, limits),
  ListParts: listParts(multipart),
  CompleteMultipartUpload: complete(multipart, limits),
  AbortMultipartUpload: abort(multipart),
})
