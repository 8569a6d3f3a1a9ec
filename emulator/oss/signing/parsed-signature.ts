import type { Message } from '../../kernel/message.ts'
import { type OssRequest, queryValue } from '../request.ts'
import type { PresentedSignature } from './signature.ts'
import { headerSignatureV1, urlSignatureV1 } from './v1/signature.ts'
import { headerSignatureV4, urlSignatureV4 } from './v4/signature.ts'

/** PostObject carries its signature in the form. */
export const isFormUpload = ({ method, headers }: Message): boolean =>
  method === 'POST' && /^multipart\/form-data\b/i.test(headers.get('content-type')?.trim() ?? '')

const urlV1 = ['OSSAccessKeyId', 'Expires', 'Signature']

const authorizationOf = ({ message }: OssRequest): string =>
  message.headers.get('authorization')?.trim() ?? ''

const versionOf = (request: OssRequest) => queryValue(request, 'x-oss-signature-version')

export const isSignedInHeader = (request: OssRequest): boolean =>
  /^OSS[24]?[ -]/.test(authorizationOf(request))

export const isSignedInUrl = (request: OssRequest): boolean =>
  versionOf(request) !== undefined || urlV1.some((name) => queryValue(request, name) !== undefined)

/** Signed with V2, in header or URL. */
export const isSignedV2 = (request: OssRequest): boolean =>
  authorizationOf(request).startsWith('OSS2 ') || versionOf(request) === 'OSS2'

/** The signature that a request presents, in its header before its URL; undefined when it presents none. */
export function presentedBy(request: OssRequest): PresentedSignature | undefined {
  if (isSignedV2(request)) return undefined
  const authorization = authorizationOf(request)
  if (authorization.startsWith('OSS4-')) return headerSignatureV4(request)
  if (authorization.startsWith('OSS ')) return headerSignatureV1(request)
  if (versionOf(request) !== undefined) return urlSignatureV4(request)
  return isSignedInUrl(request) ? urlSignatureV1(request) : undefined
}
