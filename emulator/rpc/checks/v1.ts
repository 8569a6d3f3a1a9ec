import type { CheckFunction } from '../../kernel/checks.ts'
import { quoted } from '../../kernel/explanation.ts'
import { once } from '../../kernel/once.ts'
import type { RpcCall } from '../call.ts'
import { isSignedV1 } from '../signing/signed-parameters.ts'
import { schemeV1, signingInputV1 } from '../signing/v1/signature.ts'

type V1Check =
  | 'no-bearer-token'
  | 'access-key-id'
  | 'signature-present'
  | 'signature-method'
  | 'signature-version'
  | 'signature-nonce'
  | 'no-key-pair'
  | 'known-signature-type'
  | 'known-signature-method'
  | 'signature'

const given = ({ request }: RpcCall, name: string): string => request.parameters.get(name) ?? ''

const present =
  (name: string): CheckFunction<RpcCall> =>
  (call) => {
    if (given(call, name) !== '') return undefined
    const alike = [...call.request.parameters.keys()].find(
      (other) => other.toLowerCase() === name.toLowerCase() && other !== name,
    )
    return alike ? { found: `${quoted(alike)} was sent; names have their case.` } : {}
  }

// Neither good requests nor the start need the search for mistakes.
const explaining = once(() => import('../signing/explain.ts'))

/** SignatureVersion 1.0: HMAC-SHA1 over the parameters. */
export const checksV1: Readonly<Record<V1Check, CheckFunction<RpcCall>>> = {
  'no-bearer-token': (call) => {
    const { headers } = call.request.message
    const isBearer = given(call, 'SignatureType') === 'BEARERTOKEN'
    return isBearer || headers.get('x-acs-bearer-token') !== undefined ? {} : undefined
  },
  'access-key-id': present('AccessKeyId'),
  'signature-present': present('Signature'),
  'signature-method': present('SignatureMethod'),
  'signature-version': present('SignatureVersion'),
  'signature-nonce': present('SignatureNonce'),

  'no-key-pair': (call) => {
    const [type, method] = [given(call, 'SignatureType'), given(call, 'SignatureMethod')]
    const isKeyPair = type === 'PRIVATEKEY' || method === 'SHA256withRSA'
    return isKeyPair ? { found: `It was signed with ${quoted(method)}.` } : undefined
  },
  'known-signature-type': (call) => {
    const type = given(call, 'SignatureType')
    return type === '' ? undefined : { found: `SignatureType is ${quoted(type)}.` }
  },
  'known-signature-method': (call) => {
    const method = given(call, 'SignatureMethod')
    return method.toUpperCase() === 'HMAC-SHA1'
      ? undefined
      : { found: `SignatureMethod is ${quoted(method)}.` }
  },

  signature: (call) => {
    const { request, secret } = call
    const { message, parameters } = request
    if (isSignedV1(message.method, parameters, secret)) return undefined
    return {
      values: { ...schemeV1.textOf(signingInputV1(message.method, parameters, secret)) },
      found: async (hide) => {
        const { explainMismatchV1 } = await explaining()
        return explainMismatchV1(request, secret, await call.searchContext(), hide).text
      },
    }
  },
}
