import type { RpcScheme } from '#contracts/rpc/checks.ts'
import type { ByteString } from '../../kernel/bytes.ts'
import { parseTimestamp } from '../../kernel/time.ts'
import type { RpcRequest } from '../request.ts'

/** The Authorization header of V3. */
export interface AuthorizationV3 {
  readonly algorithm: string
  readonly accessKeyId: ByteString
  readonly signedHeaders: readonly string[]
  readonly signature: string
}

/** Who signed a request and when; missing parts are empty or undefined. */
export interface ParsedSignature {
  readonly scheme: RpcScheme
  readonly accessKeyId: ByteString
  readonly securityToken: ByteString | undefined
  /** Signing time, as it is written. */
  readonly timestamp: ByteString | undefined
  /** The same in ms since 1970, if it is well-formed. */
  readonly signedAtMs: number | undefined
  readonly nonce: ByteString | undefined
  /** V3: the header, if it is well-formed. */
  readonly authorization?: AuthorizationV3 | undefined
}

/** `ALG Credential=…,SignedHeaders=a;b,Signature=…`, the three in any order; undefined when malformed. */
function parseAuthorization(header: ByteString): AuthorizationV3 | undefined {
  const [, algorithm = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(header.trim()) ?? []
  const list = rest.split(',').map((field) => {
    const equals = field.indexOf('=')
    return [field.slice(0, equals).trim(), field.slice(equals + 1).trim()] as const
  })
  const fields = new Map(list)
  const accessKeyId = fields.get('Credential')
  const signedHeaders = fields.get('SignedHeaders')
  const signature = fields.get('Signature')
  if (!accessKeyId || !signedHeaders || !signature || list.length !== 3) return undefined
  return { algorithm, accessKeyId, signedHeaders: signedHeaders.split(';'), signature }
}

export function parseSignature({
  message: { headers },
  parameters,
  usesV3,
}: RpcRequest): ParsedSignature {
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
  const authorization = parseAuthorization(headers.get('authorization') ?? '')
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
