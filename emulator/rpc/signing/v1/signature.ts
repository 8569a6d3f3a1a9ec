import { byBytes } from '../../../kernel/pairs.ts'
import { percentEncode } from '../../../kernel/bytes.ts'
import { hmac, secretKey } from '../../../kernel/signing.ts'
import type { ParameterMap } from '../../parameters.ts'

/** What SignatureVersion 1.0 signs: every parameter but `Signature`, sorted by the bytes of its name. */
export function stringToSignV1(method: string, parameters: ParameterMap): string {
  const canonical = [...parameters]
    .filter(([name]) => name !== 'Signature')
    .sort(([a], [b]) => byBytes(a, b))
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join('&')
  return `${method}&%2F&${percentEncode(canonical)}`
}

/** Base64 of HMAC-SHA1; the key is the secret followed by `&`. */
export const signV1 = (stringToSign: string, secret: string): string =>
  hmac('sha1', secretKey(`${secret}&`), stringToSign).toString('base64')
