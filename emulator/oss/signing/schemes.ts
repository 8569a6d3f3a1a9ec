import type { Message } from '../../kernel/message.ts'
import { headerValue, type OssRequest, queryValue } from '../request.ts'

/** PostObject carries its signature in the form. */
export const isFormUpload = ({ method, headers }: Message): boolean =>
  method === 'POST' && /^multipart\/form-data\b/i.test(headers.get('content-type')?.trim() ?? '')

const urlV1 = ['OSSAccessKeyId', 'Expires', 'Signature']

export const authorizationOf = (request: OssRequest): string =>
  headerValue(request, 'authorization') ?? ''

export const urlVersionOf = (request: OssRequest): string | undefined =>
  queryValue(request, 'x-oss-signature-version')

export const isSignedInHeader = (request: OssRequest): boolean =>
  /^OSS[24]?[ -]/.test(authorizationOf(request))

export const isSignedInUrl = (request: OssRequest): boolean =>
  urlVersionOf(request) !== undefined ||
  urlV1.some((name) => queryValue(request, name) !== undefined)

/** Signed with V2, in header or URL. */
export const isSignedV2 = (request: OssRequest): boolean =>
  authorizationOf(request).startsWith('OSS2 ') || urlVersionOf(request) === 'OSS2'
