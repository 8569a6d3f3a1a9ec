import type { Message } from '../../kernel/message.ts'
import { headerValue, type OssRequest, queryValue } from '../request.ts'

/** PostObject carries its signature in the form. */
export const isFormUpload = ({ method, headers }: Message): boolean =>
  method === 'POST' && /^multipart\/form-data\b/i.test(headers.get('content-type')?.trim() ?? '')

/** The parameters of a URL that belong to its signature. */
export const urlParameters = {
  V1: ['OSSAccessKeyId', 'Expires', 'Signature', 'security-token'],
  V4: [
    'x-oss-signature-version',
    'x-oss-credential',
    'x-oss-date',
    'x-oss-expires',
    'x-oss-additional-headers',
    'x-oss-security-token',
    'x-oss-signature',
  ],
} as const

const has = (request: OssRequest, ...names: readonly string[]): boolean =>
  names.some((name) => queryValue(request, name) !== undefined)

export const authorizationOf = (request: OssRequest): string =>
  headerValue(request, 'authorization') ?? ''

export const urlVersionOf = (request: OssRequest): string | undefined =>
  queryValue(request, 'x-oss-signature-version')

/** Whether the header is signed with V1, V2 or V4 of OSS. */
export const isSignedInHeader = (request: OssRequest): boolean =>
  /^(?:OSS2?|OSS4-HMAC-SHA256) /.test(`${authorizationOf(request)} `)

export const isSignedInUrl = (request: OssRequest): boolean =>
  urlVersionOf(request) !== undefined || has(request, 'OSSAccessKeyId', 'Expires', 'Signature')

/** Signed with V2, in header or URL. */
export const isSignedV2 = (request: OssRequest): boolean =>
  authorizationOf(request).startsWith('OSS2 ') || urlVersionOf(request) === 'OSS2'

/** Signed for Amazon S3, in header or URL. */
export const isSignedForS3 = (request: OssRequest): boolean =>
  authorizationOf(request).startsWith('AWS') || has(request, 'X-Amz-Algorithm', 'AWSAccessKeyId')

/** Descriptions of every signature in a request: one is verified, and none may be ignored. */
export function signaturesOf(request: OssRequest): readonly string[] {
  const isInHeader = authorizationOf(request) !== ''
  const isV4 = urlVersionOf(request) !== undefined
  const isV1 = has(request, 'OSSAccessKeyId', 'Signature') || (!isV4 && has(request, 'Expires'))
  return [
    ...(isInHeader ? ['an Authorization header'] : []),
    ...(isV4 ? ['x-oss-signature-version in its URL'] : []),
    ...(isV1 ? ['OSSAccessKeyId, Expires or Signature in its URL'] : []),
    ...(has(request, 'X-Amz-Algorithm') ? ['X-Amz-Algorithm in its URL'] : []),
  ]
}
