import type { OssScheme } from '#contracts/oss/checks.ts'
import type { Pair } from '../../kernel/pairs.ts'
import type { ByteString } from '../../kernel/bytes.ts'
import type { Address } from '../addressing.ts'

/** What V4 signs besides the message and its address. */
export interface PartsV4 {
  readonly scope: string
  readonly timestamp: ByteString
  readonly additional: readonly string[]
  readonly query: readonly Pair[]
}

/** What a signature was computed with, to explain one that does not match. */
type SignedParts =
  | { readonly version: 'V1'; readonly dates: readonly ByteString[] }
  | ({ readonly version: 'V4' } & PartsV4)

/**
 * A signature that a request presents, whatever its version and place. What is missing or malformed is empty or
 * undefined: the checks of the scheme tell it.
 */
export interface PresentedSignature {
  readonly scheme: OssScheme
  /** Whether the header or the parameters are of the form of the scheme. */
  readonly isWellFormed: boolean
  readonly accessKeyId: ByteString
  readonly securityToken?: ByteString | undefined
  readonly signature: string
  /** Time of signing as it is written, and in ms since 1970. */
  readonly date?: ByteString | undefined
  readonly signedAtMs?: number | undefined
  /** End of the life of a URL, ms since 1970. */
  readonly endsAtMs?: number | undefined
  /** V4: `Credential` as it is written, and what follows the key id in it. */
  readonly credential?: ByteString
  readonly scope?: string | undefined
  /** V4 header: `AdditionalHeaders` as it is written. */
  readonly additional?: string | undefined
  /** What the client may have signed if it meant this address, likeliest first. */
  readonly stringsToSign: (address: Address) => Iterable<SignedText>
  readonly parts: SignedParts
  readonly sign: (stringToSign: string, secret: string) => string
}

export interface SignedText {
  readonly stringToSign: string
  readonly canonicalRequest?: string
}

/** `/bucket/key`, `/bucket/` or `/`. */
export const resourceOf = ({ bucket, key }: Address): string =>
  bucket === undefined ? '/' : `/${bucket}/${key ?? ''}`
