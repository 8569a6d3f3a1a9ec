import type { Message } from '../kernel/message.ts'
import { toText } from '../kernel/octets.ts'
import { invalidArgument, ossError } from '../kernel/oss-errors.ts'
import type { SearchTime } from '../kernel/search-time.ts'
import { sameSignature } from '../kernel/signing.ts'
import { isoWholeSeconds } from '../kernel/time.ts'
import type { Clock } from '../ports/clock.ts'
import type { Credentials, Principal } from '../ports/credentials.ts'
import { type Address, candidateAddresses } from './addressing.ts'
import { explainMismatch } from './mismatch.ts'
import { type OssRequest, queryValue } from './request.ts'
import type { PresentedSignature, SignedText } from './signature.ts'
import { headerSignatureV1, urlSignatureV1 } from './signature-v1.ts'
import { headerSignatureV4, urlSignatureV4 } from './signature-v4.ts'

export interface AuthenticationPorts {
  readonly credentials: Credentials
  readonly clock: Clock
  /** Buckets in which a key without a scope may mean an object that nothing in the address names a bucket for. */
  readonly buckets: () => Iterable<string>
  readonly publicHost?: string | undefined
  readonly searchTime: SearchTime
}

/** Who signed, and what the signature says was meant. */
export interface Authenticated {
  readonly principal: Principal
  readonly address: Address
}

/** PostObject carries its signature in the form. */
export const isFormUpload = ({ method, headers }: Message): boolean =>
  method === 'POST' && /^multipart\/form-data\b/i.test(headers.get('content-type')?.trim() ?? '')

const urlV1 = ['OSSAccessKeyId', 'Expires', 'Signature']

/** The signature that a request presents. @throws ApiError AccessDenied without one, InvalidArgument for two */
function presented(request: OssRequest): PresentedSignature {
  const authorization = request.message.headers.get('authorization')?.trim() ?? ''
  const version = queryValue(request, 'x-oss-signature-version')
  const inUrl =
    version !== undefined || urlV1.some((name) => queryValue(request, name) !== undefined)
  const inHeader = /^OSS[24]?[ -]/.test(authorization)
  if (inHeader && inUrl)
    throw invalidArgument(
      'Only one of the header and the URL may carry a signature.',
      'Authorization',
    )
  if (authorization.startsWith('OSS4-')) return headerSignatureV4(request)
  if (authorization.startsWith('OSS ')) return headerSignatureV1(request)
  if (authorization.startsWith('OSS2 ') || version === 'OSS2')
    throw ossError('NotImplemented', { Header: 'Authorization: OSS2' })
  if (version !== undefined) return urlSignatureV4(request)
  if (inUrl) return urlSignatureV1(request)
  if (isFormUpload(request.message)) throw ossError('NotImplemented', { Header: 'PostObject' })
  throw ossError('AccessDenied/anonymous')
}

function* addresses(
  request: OssRequest,
  principal: Principal,
  ports: AuthenticationPorts,
): Iterable<Address> {
  const { message } = request
  const readings = message.path.includes('+') ? [false, true] : [false]
  for (const plusIsSpace of readings) {
    const { addressed, implicit } = candidateAddresses(message, ports.publicHost, plusIsSpace)
    if (principal.scope) yield implicit(principal.scope.bucket)
    yield* addressed
    if (!principal.scope) for (const bucket of ports.buckets()) yield implicit(bucket)
  }
}

const isPossibleKey = (accessKeyId: string): boolean => /^[\w.-]+$/.test(accessKeyId)

function secretOf(
  { accessKeyId, securityToken }: PresentedSignature,
  { credentials, clock }: AuthenticationPorts,
): { readonly secret: string; readonly principal: Principal } {
  const verification = credentials.verify(accessKeyId, securityToken, clock.now())
  if (!('refused' in verification)) return verification
  const { refused } = verification
  const key = { OSSAccessKeyId: accessKeyId }
  switch (refused.reason) {
    case 'unknown-key':
      throw isPossibleKey(accessKeyId)
        ? ossError('InvalidAccessKeyId', key)
        : ossError('InvalidAccessKeyId/characters', { OSSAccessKeyId: toText(accessKeyId) ?? '' })
    case 'missing-token':
      throw ossError('InvalidAccessKeyId/token-missing', key)
    case 'malformed-token':
      throw ossError('InvalidSecurityToken')
    case 'foreign-token':
      throw ossError('AccessKeyIdAndSecurityTokenNotMatch', key)
    case 'expired':
      throw ossError(
        'SecurityTokenExpired',
        {},
        {
          explanation: `The credential was issued at ${isoWholeSeconds(refused.issuedAtMs)} and expired at ${isoWholeSeconds(refused.expiredAtMs)}; the emulator's clock shows ${isoWholeSeconds(clock.now())}. Ask the operation that issued it for a new one.`,
        },
      )
  }
}

const spaced = (octets: string): string =>
  `${Buffer.from(octets, 'latin1').toString('hex').toUpperCase().replace(/../g, '$& ')}`

function mismatch(
  signature: PresentedSignature,
  likeliest: SignedText | undefined,
  explanation: string,
) {
  const { stringToSign = '', canonicalRequest } = likeliest ?? {}
  return ossError(
    signature.mismatch,
    {
      OSSAccessKeyId: signature.accessKeyId,
      SignatureProvided: signature.signature,
      StringToSign: toText(stringToSign) ?? stringToSign,
      StringToSignBytes: spaced(stringToSign),
      ...(canonicalRequest && { CanonicalRequest: canonicalRequest }),
    },
    { explanation },
  )
}

/**
 * Format, skew or expiry, key, token, then the signature: the first address that it covers is the one that was meant.
 *
 * @throws ApiError one of `contracts/oss/errors.ts`
 */
export function authenticate(request: OssRequest, ports: AuthenticationPorts): Authenticated {
  const signature = presented(request)
  signature.requireFresh(ports.clock)
  const { secret, principal } = secretOf(signature, ports)
  let likeliest: SignedText | undefined
  for (const address of addresses(request, principal, ports)) {
    for (const text of signature.stringsToSign(address)) {
      likeliest ??= text
      if (sameSignature(signature.sign(text.stringToSign, secret), signature.signature))
        return { principal, address }
    }
  }
  const meant = [...addresses(request, principal, ports)]
  const { text } = explainMismatch(request, signature, meant, secret, ports)
  throw mismatch(signature, likeliest, text)
}
