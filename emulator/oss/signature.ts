import type { Octets } from '../kernel/octets.ts'
import type { Pair } from '../kernel/pairs.ts'
import type { Clock } from '../ports/clock.ts'
import type { Address } from './addressing.ts'

/** What V4 signs besides the message and its address. */
export interface PartsV4 {
  readonly scope: string
  readonly timestamp: Octets
  readonly additional: readonly string[]
  readonly query: readonly Pair[]
}

/** What a signature was computed with, to explain one that does not match. */
export type SignedParts =
  | { readonly version: 'V1'; readonly dates: readonly Octets[] }
  | ({ readonly version: 'V4' } & PartsV4)

/** A signature that a request presents, whatever its version and place. */
export interface PresentedSignature {
  readonly accessKeyId: string
  readonly securityToken?: string | undefined
  readonly signature: string
  /** Row of the error table for a mismatch. */
  readonly mismatch: 'SignatureDoesNotMatch' | 'SignatureDoesNotMatch/v4'
  /** Judges skew and expiry. @throws ApiError */
  readonly requireFresh: (clock: Clock) => void
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
