import { base64, type Signing } from '../../../diagnosis/common-mistakes.ts'
import { byBytes, type Pair } from '../../../kernel/pairs.ts'
import { type ByteString, percentEncode } from '../../../kernel/bytes.ts'
import type { Encode } from '../../../diagnosis/encodings.ts'
import { hmac } from '../../../kernel/signing.ts'
import type { AccountKey } from '../../../ports/credentials.ts'

/** A parameter, and where it came from. */
export interface Placed extends Pair {
  readonly place: 'query' | 'body'
}

/** A parameter as it stands in the canonical query: `encoded` is `name=value`. */
export interface Encoded extends Pair {
  readonly encoded: string
}

/** Everything that determines a V1 signature. */
export interface DraftV1 extends Signing {
  readonly parameters: readonly Placed[]
  readonly encode: Encode
  /** The second pass, over the whole canonical query. */
  readonly encodeWhole: Encode
  /** How the parameters are sorted; as they came when absent. */
  readonly order: ((a: Encoded, b: Encoded) => number) | undefined
  /** What stands between method and canonical query. */
  readonly path: string
  /** What follows the secret in the key. */
  readonly suffix: string
}

export const byName = (a: Encoded, b: Encoded): number => byBytes(a.name, b.name)

/** What the server signs. */
export const draftV1 = (
  given: Pick<DraftV1, 'method' | 'parameters' | 'accessKeyId' | 'secret'> & {
    readonly otherKeys?: readonly AccountKey[]
  },
): DraftV1 => ({
  otherKeys: [],
  ...given,
  encode: percentEncode,
  encodeWhole: percentEncode,
  order: byName,
  path: '%2F',
  suffix: '&',
  digest: 'sha1',
  render: base64,
})

export function textV1({
  method,
  path,
  parameters,
  order,
  encode,
  encodeWhole,
}: DraftV1): ByteString {
  const encoded = parameters.map(({ name, value }) => ({
    name,
    value,
    encoded: `${encode(name)}=${encode(value)}`,
  }))
  const canonical = (order ? encoded.sort(order) : encoded).map(({ encoded: text }) => text)
  return `${method}&${path}&${encodeWhole(canonical.join('&'))}`
}

export function signDraftV1(draft: DraftV1): string {
  const { digest, secret, suffix, render } = draft
  return render(hmac(digest, Buffer.from(secret + suffix, 'utf8'), textV1(draft)))
}
