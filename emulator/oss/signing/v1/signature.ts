import type { ByteString } from '../../../kernel/bytes.ts'
import { stringToSignOssV1 } from '../../../kernel/oss-v1.ts'
import { byBytes } from '../../../kernel/pairs.ts'
import { hmac, secretKey } from '../../../kernel/signing.ts'
import { base64, type SignatureScheme } from '../../../kernel/signing-input.ts'
import type { Address } from '../../addressing.ts'
import type { OssRequest } from '../../request.ts'
import { isSigned } from '../../subresources.ts'
import type { ParsedSignatureV1 } from '../parsed-signature.ts'
import { headerBlock, headerLines, type OssSigningInput, resourceOf } from '../signing-input.ts'

/** Everything that determines a V1 signature. */
export interface SigningInputV1 extends OssSigningInput {
  readonly contentMd5: ByteString
  readonly contentType: ByteString
  /** The line of the date, or the seconds of `Expires` in a URL. */
  readonly date: ByteString
  /** How the values of sub-resources are written. */
  readonly encode: (bytes: ByteString) => string
  /** Between a name and an empty value. */
  readonly empty: '=' | ''
  /** What follows the secret in the key. */
  readonly suffix: string
}

const asItIs = (bytes: ByteString): string => bytes

/** What the server accepts, likeliest first: each address, line of the date, and spelling of an empty value. */
export function* readingsV1(
  request: OssRequest,
  { accessKeyId, dates }: ParsedSignatureV1,
  secret: string,
  addresses: Iterable<Address>,
): Iterable<SigningInputV1> {
  const { method, headers } = request.message
  const query = request.query.filter(({ name }) => isSigned(name))
  const common = {
    method,
    accessKeyId,
    secret,
    otherKeys: [],
    contentMd5: headers.get('content-md5') ?? '',
    contentType: headers.get('content-type') ?? '',
    lines: headerLines(headers, (name) => name.startsWith('x-oss-')),
    query,
    isSorted: true,
    encode: asItIs,
    suffix: '',
    digest: 'sha1',
    render: base64,
  } as const
  // Java writes `name=` where others write `name`.
  const spellings = query.some(({ value }) => value === '') ? (['', '='] as const) : ([''] as const)
  for (const address of addresses)
    for (const date of dates)
      for (const empty of spellings)
        yield {
          ...common,
          resource: resourceOf(address),
          date,
          empty,
          context: { request, address },
        }
}

function resourceWithQuery(input: SigningInputV1): ByteString {
  const { resource, query, isSorted, encode, empty } = input
  if (query.length === 0) return resource
  const pairs = isSorted ? query.toSorted((a, b) => byBytes(a.name, b.name)) : query
  const written = pairs.map(({ name, value }) =>
    value === '' ? name + empty : `${name}=${encode(value)}`,
  )
  return `${resource}?${written.join('&')}`
}

const stringToSign = (input: SigningInputV1): ByteString =>
  stringToSignOssV1({
    method: input.method,
    contentMd5: input.contentMd5,
    contentType: input.contentType,
    date: input.date,
    headers: headerBlock(input.lines),
    resource: resourceWithQuery(input),
  })

/** V1 of OSS: Base64 of HMAC-SHA1 under the bare secret. */
export const schemeV1: SignatureScheme<SigningInputV1> = {
  textOf: (input) => ({ stringToSign: stringToSign(input) }),
  sign: (input) => {
    const { digest, secret, suffix, render } = input
    return render(hmac(digest, secretKey(secret + suffix), stringToSign(input)))
  },
}
