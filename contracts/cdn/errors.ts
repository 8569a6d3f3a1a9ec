import { withDefaults } from '../defaults.ts'
import type { ErrorDefinition } from '../operation.ts'

/**
 * The refusals of a CDN domain. The codes are ours and stand in the log alone: a CDN answers a page, and the messages of those
 * about the signature as the header `X-Tengine-Error`.
 */
export const cdnErrors = withDefaults(
  { evidence: 'documented' },
  {
    InternalError: {
      status: 500,
      message: 'The emulator failed.',
      evidence: 'inferred',
      remedy: 'The log says where; please report it.',
    },
    ServiceUnavailable: {
      status: 503,
      message: 'The service is temporarily not available.',
      evidence: 'inferred',
      remedy: 'Send the request again.',
    },
    MethodNotAllowed: {
      status: 405,
      message: 'The method is not allowed.',
      evidence: 'inferred',
      remedy:
        'Read with GET or HEAD. Upload to the OSS endpoint of the UploadAddress, and call VOD by another host name.',
    },
    DomainNotFound: {
      status: 404,
      message: 'There is no such domain.',
      evidence: 'inferred',
      remedy: 'Start the emulator with --cdn-domain NAME.',
    },
    DomainOffline: {
      status: 403,
      message: 'The domain is offline.',
      evidence: 'inferred',
      remedy: 'Bring the domain online.',
    },
    AuthKeyMissing: {
      status: 403,
      message: 'denied by req auth: no url arg auth_key',
      remedy:
        'Use a URL that VOD has returned, sign it yourself, or turn URL signing off: --cdn-domain NAME without a key.',
    },
    AuthKeyExpired: {
      status: 403,
      message: 'denied by req auth: expired timestamp={timestamp}',
      remedy: 'Ask for a new URL, with a longer AuthTimeout if need be, or sign with a later time.',
    },
    AuthKeyInvalid: {
      status: 403,
      message: 'denied by req auth: invalid md5hash={md5hash}',
      remedy: 'Hash the path as it is sent, with a key of the domain.',
    },
  },
) satisfies Readonly<Record<string, ErrorDefinition>>

export type CdnErrorCode = keyof typeof cdnErrors
