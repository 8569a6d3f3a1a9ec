import type { OssCheckName } from '#contracts/oss/checks.ts'
import { tooManyParameters } from '../../kernel/limits.ts'
import type { OssRequest } from '../request.ts'
import {
  authorizationOf,
  isFormUpload,
  isSignedForS3,
  isSignedInHeader,
  isSignedV2,
  signaturesOf,
} from '../signing/schemes.ts'
import { argument, type OssCheckFunction, refuseUnless } from './refusals.ts'

/** Encoded as aws-chunked, and not in the one form of it that OSS takes. */
const isOtherwiseChunked = ({ message: { headers } }: OssRequest): boolean =>
  headers.all('content-encoding').some((value) => value.includes('aws-chunked')) &&
  headers.get('x-amz-content-sha256') !== 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD'

/** Checks before any signature is read: one function for each. */
export const schemeChecks = {
  capacity: ({ request: { message } }) =>
    refuseUnless(message.overload === undefined, () => ({ found: message.overload ?? '' })),

  'parameter-count': ({ request }) => tooManyParameters('query', request.tooMany),

  'one-signature': ({ request }) => {
    const found = signaturesOf(request)
    return refuseUnless(found.length < 2, () => ({
      found: `The request has ${found.join(' and ')}.`,
    }))
  },

  'aws-chunked': ({ request }) =>
    refuseUnless(!isSignedForS3(request) || !isOtherwiseChunked(request), () => ({
      ...argument('Content-Encoding', 'aws-chunked'),
      found:
        'The request is signed with AWS4-HMAC-SHA256 by a client of Amazon S3, and its body is encoded as aws-chunked.',
    })),

  'known-signature-version': ({ request }) => {
    if (isSignedForS3(request))
      return {
        values: { Header: 'Authorization: AWS4-HMAC-SHA256' },
        found:
          'The request is signed with AWS4-HMAC-SHA256, the signature of Amazon S3, which OSS takes for its S3 clients and the emulator does not.',
      }
    return refuseUnless(!isSignedV2(request), () => ({
      values: { Header: 'Authorization: OSS2' },
      found: 'The request is signed with V2.',
    }))
  },

  'authorization-scheme': ({ request }) => {
    const authorization = authorizationOf(request)
    // Without a space after it, it is not a scheme and may be a secret.
    const [, scheme] = /^([A-Za-z][A-Za-z0-9-]{0,19}) /.exec(authorization) ?? []
    return refuseUnless(authorization === '' || isSignedInHeader(request), () => ({
      found: scheme ? `Authorization begins with ${scheme}.` : 'Authorization names no scheme.',
    }))
  },

  'no-form-upload': ({ request, isSigned }) =>
    refuseUnless(isSigned || !isFormUpload(request.message), () => ({
      values: { Header: 'PostObject' },
      found: 'The request is a form upload (PostObject).',
    })),

  signed: ({ isSigned }) =>
    refuseUnless(isSigned, () => ({ found: 'The request carries no signature of OSS.' })),
} satisfies Partial<Record<OssCheckName, OssCheckFunction>>
