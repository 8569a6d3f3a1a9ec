import { type ByteString, percentEncode } from '../../../kernel/bytes.ts'
import { byBytes, type Pair } from '../../../kernel/pairs.ts'
import { hmac, secretKey } from '../../../kernel/signing.ts'
import { base64, type SignatureScheme, type SigningInput } from '../../../kernel/signing-input.ts'
import type { ParameterMap } from '../../parameters.ts'

type Encode = (bytes: ByteString) => string

/** A parameter as it stands in the canonical query: `encoded` is `name=value`. */
export interface EncodedParameter {
  readonly name: ByteString
  readonly encoded: string
}

/** Everything that determines a V1 signature. */
export interface SigningInputV1 extends SigningInput {
  readonly parameters: readonly Pair[]
  /** Names of the parameters that came in the body, for the search for mistakes. */
  readonly inBody: ReadonlySet<ByteString>
  readonly encode: Encode
  /** The second pass, over the whole canonical query. */
  readonly encodeWhole: Encode
  /** How the parameters are sorted; as they came when absent. */
  readonly order: ((a: EncodedParameter, b: EncodedParameter) => number) | undefined
  /** What stands between method and canonical query. */
  readonly path: string
  /** What follows the secret in the key. */
  readonly suffix: string
}

export const byName = (a: EncodedParameter, b: EncodedParameter): number => byBytes(a.name, b.name)

const none: ReadonlySet<ByteString> = new Set()

/** What the server signs: every parameter but `Signature`, sorted by the bytes of its name, under the secret and `&`. */
export function signingInputV1(
  method: string,
  parameters: ParameterMap,
  secret: string,
): SigningInputV1 {
  const signed: Pair[] = []
  for (const [name, value] of parameters) if (name !== 'Signature') signed.push({ name, value })
  return {
    method,
    accessKeyId: parameters.get('AccessKeyId') ?? '',
    secret,
    otherKeys: [],
    parameters: signed,
    inBody: none,
    encode: percentEncode,
    encodeWhole: percentEncode,
    order: byName,
    path: '%2F',
    suffix: '&',
    digest: 'sha1',
    render: base64,
  }
}

function stringToSignV1(input: SigningInputV1): ByteString {
  const { method, path, parameters, order, encode, encodeWhole } = input
  const encoded = parameters.map(({ name, value }) => ({
    name,
    encoded: `${encode(name)}=${encode(value)}`,
  }))
  if (order) encoded.sort(order)
  const canonical = encoded.map((parameter) => parameter.encoded).join('&')
  return `${method}&${path}&${encodeWhole(canonical)}`
}

/** SignatureVersion 1.0: Base64 of HMAC-SHA1. */
export const schemeV1: SignatureScheme<SigningInputV1> = {
  textOf: (input) => ({ stringToSign: stringToSignV1(input) }),
  sign: (input) => {
    const { digest, secret, suffix, render } = input
    return render(hmac(digest, secretKey(secret + suffix), stringToSignV1(input)))
  },
}
