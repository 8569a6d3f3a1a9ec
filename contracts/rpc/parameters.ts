import { withDefaults } from '../defaults.ts'
import type { Evidence } from '../schema.ts'
import type { CommonErrorCode } from './errors.ts'

/** A parameter that every RPC request may carry, and where each signature scheme puts it. */
export interface CommonParameter {
  /** Name in the query or form under V1; absent: V1 does not have it. */
  readonly v1?: string
  /** Header under V3; absent: V3 does not have it. */
  readonly v3?: string
  readonly describe: string
  readonly required: 'always' | 'under V1' | 'temporary keys' | 'no'
  readonly missing?: CommonErrorCode
  readonly example: string
  readonly evidence: Evidence
}

export const commonParameters: readonly CommonParameter[] = withDefaults(
  { evidence: 'documented' },
  [
    {
      v1: 'Version',
      v3: 'x-acs-version',
      describe: 'Version of the API.',
      required: 'always',
      missing: 'MissingVersion',
      example: '2017-03-21',
    },
    {
      v1: 'Action',
      v3: 'x-acs-action',
      describe:
        'Name of the operation, with its case. Under V1 the parameter wins over the header, under V3 the header.',
      required: 'always',
      missing: 'MissingAction',
      example: 'CreateUploadAttachedMedia',
    },
    {
      v1: 'Format',
      v3: 'accept',
      describe:
        '`JSON` or `XML`, in any case. Absent: XML under V1; under V3 what Accept asks for, else JSON.',
      required: 'no',
      example: 'JSON',
    },
    {
      v1: 'AccessKeyId',
      v3: 'Authorization: Credential',
      describe: 'The key that signs; `STS.…` for a temporary one.',
      required: 'always',
      missing: 'MissingAccessKeyId',
      example: 'vod-emulator',
      evidence: 'observed',
    },
    {
      v1: 'Signature',
      v3: 'Authorization: Signature',
      describe: 'Base64 of HMAC-SHA1 under V1, lower-case hex under V3.',
      required: 'always',
      missing: 'MissingSignature',
      example: 'Ibgh7y8Vp47LBuAsf5Xhi1SvDss=',
      evidence: 'observed',
    },
    {
      v1: 'SignatureMethod',
      v3: 'Authorization',
      describe: '`HMAC-SHA1`, in any case; under V3 the word before the space.',
      required: 'always',
      missing: 'MissingSignatureMethod',
      example: 'HMAC-SHA1',
    },
    {
      v1: 'SignatureVersion',
      describe: '`1.0`; other values are not checked.',
      required: 'always',
      missing: 'MissingSignatureVersion',
      example: '1.0',
      evidence: 'inferred',
    },
    {
      v1: 'SignatureNonce',
      v3: 'x-acs-signature-nonce',
      describe:
        'Any text, used once per key. A V3 request without one is accepted, and not checked for replay (inferred: the manual has it both as required and as recommended).',
      required: 'under V1',
      missing: 'MissingSignatureNonce',
      example: '8f8a035d-6496-4268-afd4-67c22837e38d',
    },
    {
      v1: 'Timestamp',
      v3: 'x-acs-date',
      describe:
        'Signing time in UTC, `yyyy-MM-ddTHH:mm:ssZ`, at most 15 minutes off. Tolerated when absent under V1.',
      required: 'always',
      missing: 'MissingTimestamp',
      example: '2026-01-01T00:00:00Z',
    },
    {
      v1: 'SecurityToken',
      v3: 'x-acs-security-token',
      describe: 'Token of a temporary key.',
      required: 'temporary keys',
      missing: 'MissingSecurityToken',
      example: 'CAIS…',
    },
    {
      v3: 'x-acs-content-sha256',
      describe: 'Lower-case hex of the hash of the body.',
      required: 'always',
      example: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    },
  ],
)
