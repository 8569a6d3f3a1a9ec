import type { RpcScheme } from '#contracts/rpc/checks.ts'
import type { ByteString } from '../../kernel/bytes.ts'
import { parseTimestamp } from '../../kernel/time.ts'
import type { RpcRequest } from '../request.ts'
import { type AuthorizationV3, parseAuthorizationV3 } from './v3/signature.ts'

/** What a request says of who signed it and when; what is missing is empty or undefined. */
export interface Presented {
  readonly scheme: RpcScheme
  readonly accessKeyId: ByteString
  readonly securityToken: ByteString | undefined
  /** Time of signing, as it is written. */
  readonly timestamp: ByteString | undefined
  /** The same in ms since 1970, when its form holds. */
  readonly signedAtMs: number | undefined
  readonly nonce: ByteString | undefined
  /** V3: the header, when its grammar holds. */
  readonly authorization?: AuthorizationV3 | undefined
}

export function presentedBy({ message: { headers }, parameters, usesV3 }: RpcRequest): Presented {
  if (!usesV3) {
    const timestamp = parameters.get('Timestamp') || undefined
    return {
      scheme: 'V1',
      accessKeyId: parameters.get('AccessKeyId') ?? '',
      securityToken: parameters.get('SecurityToken'),
      timestamp,
      // V1 has clients that write the time in other ways.
      signedAtMs: parseTimestamp(timestamp ?? '', true),
      nonce: parameters.get('SignatureNonce'),
    }
  }
  const authorization = parseAuthorizationV3(headers.get('authorization') ?? '')
  const timestamp = headers.get('x-acs-date') || undefined
  return {
    scheme: 'V3',
    accessKeyId: authorization?.accessKeyId ?? '',
    securityToken: headers.get('x-acs-security-token'),
    timestamp,
    signedAtMs: parseTimestamp(timestamp ?? '', false),
    nonce: headers.get('x-acs-signature-nonce'),
    authorization,
  }
}
