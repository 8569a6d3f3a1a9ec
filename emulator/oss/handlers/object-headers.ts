import type { Body } from '../../kernel/body.ts'
import type { HeaderList, Message } from '../../kernel/message.ts'
import { invalidArgument, ossError } from '../../kernel/oss-errors.ts'
import { httpDate } from '../../kernel/time.ts'
import type { ObjectRecord } from '../../ports/records/objects.ts'
import { type OssRequest, queryValue } from '../request.ts'

/** Headers that are kept with an object, besides x-oss-meta-*. */
const kept = [
  'content-type',
  'content-encoding',
  'content-disposition',
  'cache-control',
  'expires',
  'content-language',
]

/** Maximum size of user metadata, bytes: 8 KiB. */
const maxMetadata = 8192

/** The headers to keep with an object. @throws ApiError InvalidArgument for too much metadata */
export function headersToKeep(headers: HeaderList): Readonly<Record<string, string>> {
  const result: Record<string, string> = {
    'content-type': headers.get('content-type') || 'application/octet-stream',
  }
  let metadata = 0
  for (const name of headers.names()) {
    const isMetadata = name.startsWith('x-oss-meta-')
    if (!isMetadata && !kept.includes(name)) continue
    const value = headers.all(name).join(',')
    if (isMetadata) metadata += name.length - 'x-oss-meta-'.length + value.length
    if (value !== '') result[name] = value
  }
  if (metadata > maxMetadata)
    throw invalidArgument(
      `The user metadata has ${metadata} bytes, the limit is ${maxMetadata}.`,
      'x-oss-meta-',
    )
  return result
}

/** Conditions that OSS has for reads only. @throws ApiError NotImplemented */
export function refuseReadConditions(headers: HeaderList): void {
  const condition = ['if-modified-since', 'if-unmodified-since', 'if-match', 'if-none-match'].find(
    (name) => headers.get(name) !== undefined,
  )
  if (condition) throw ossError('NotImplemented', { Header: condition })
}

/** Whether the client forbids replacing an object. */
export const forbidsOverwrite = (headers: HeaderList): boolean =>
  headers.get('x-oss-forbid-overwrite')?.toLowerCase() === 'true'

/** @throws ApiError MissingContentLength when a body is neither measured nor chunked */
export function requireLength(headers: HeaderList): void {
  if (headers.get('content-length') === undefined && headers.get('transfer-encoding') === undefined)
    throw ossError('MissingContentLength')
}

/** The body, with the size that its Content-Length announces. */
export function measured({ headers, body }: Message): Body {
  const announced = headers.get('content-length')
  const bytes = body()
  return {
    size: announced === undefined ? undefined : Number(announced),
    [Symbol.asyncIterator]: () => bytes[Symbol.asyncIterator](),
  }
}

const overridable = [
  'content-type',
  'content-language',
  'expires',
  'cache-control',
  'content-disposition',
  'content-encoding',
]

/** The headers of an object as GET and HEAD answer them. */
export function describe(record: ObjectRecord): Readonly<Record<string, string>> {
  return {
    ...record.headers,
    etag: `"${record.etag}"`,
    'last-modified': httpDate(record.modifiedAtMs),
    'accept-ranges': 'bytes',
    'x-oss-object-type': record.type,
    'x-oss-storage-class': 'Standard',
    'x-oss-hash-crc64ecma': record.crc64,
    ...(record.contentMd5 && { 'content-md5': record.contentMd5 }),
  }
}

/**
 * Headers that `response-*` parameters of the query set in place of the object's own.
 *
 * @throws ApiError InvalidArgument for a value that no header can hold
 */
export const overrides = (request: OssRequest): Readonly<Record<string, string>> =>
  Object.fromEntries(
    overridable.flatMap((name) => {
      const parameter = `response-${name}`
      const value = queryValue(request, parameter)
      if (value && !/^[\t\x20-\x7e\x80-\xff]*$/.test(value))
        throw invalidArgument('The value cannot stand in a header.', parameter)
      return value ? [[name, value]] : []
    }),
  )
