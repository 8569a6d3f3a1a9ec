import { base64 } from '../../../diagnosis/common-mistakes.ts'
import { byBytes } from '../../../kernel/pairs.ts'
import type { ByteString } from '../../../kernel/bytes.ts'
import type { Encode } from '../../../diagnosis/encodings.ts'
import { stringToSignOssV1 } from '../../../kernel/oss-v1.ts'
import { hmac } from '../../../kernel/signing.ts'
import type { AccountKey } from '../../../ports/credentials.ts'
import { isSigned } from '../../subresources.ts'
import { headerLines } from '../canonical-headers.ts'
import type { Circumstances, SigningOss } from '../common-mistakes.ts'
import { resourceOf } from '../signature.ts'

/** Everything that determines a V1 signature. */
export interface DraftV1 extends SigningOss {
  readonly contentMd5: ByteString
  readonly contentType: ByteString
  /** The line of the date, or the seconds of `Expires` in a URL. */
  readonly date: ByteString
  /** How the values of sub-resources are written. */
  readonly encode: Encode
  /** Between a name and an empty value. */
  readonly empty: '=' | ''
  /** What follows the secret in the key. */
  readonly suffix: string
}

interface GivenV1 {
  readonly method: string
  readonly accessKeyId: string
  readonly secret: string
  readonly otherKeys?: readonly AccountKey[]
  readonly date: ByteString
  readonly around: Circumstances
}

/** What the server signs. */
export const draftV1 = (given: GivenV1): DraftV1 => ({
  otherKeys: [],
  ...given,
  contentMd5: given.around.headers.get('content-md5') ?? '',
  contentType: given.around.headers.get('content-type') ?? '',
  lines: headerLines(given.around.headers, (name) => name.startsWith('x-oss-')),
  resource: resourceOf(given.around.address),
  query: given.around.query.filter(({ name }) => isSigned(name)),
  isSorted: true,
  encode: (value) => value,
  empty: '',
  suffix: '',
  digest: 'sha1',
  render: base64,
})

function resourceText({ resource, query, isSorted, encode, empty }: DraftV1): ByteString {
  const pairs = isSorted ? query.toSorted((a, b) => byBytes(a.name, b.name)) : query
  const written = pairs.map(({ name, value }) =>
    value === '' ? name + empty : `${name}=${encode(value)}`,
  )
  return written.length > 0 ? `${resource}?${written.join('&')}` : resource
}

export const textV1 = (draft: DraftV1): ByteString =>
  stringToSignOssV1({
    ...draft,
    headers: draft.lines.map(({ name, value }) => `${name}:${value}\n`).join(''),
    resource: resourceText(draft),
  })

export function signDraftV1(draft: DraftV1): string {
  const { digest, secret, suffix, render } = draft
  return render(hmac(digest, Buffer.from(secret + suffix, 'utf8'), textV1(draft)))
}
