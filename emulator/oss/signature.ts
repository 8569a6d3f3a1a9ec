import type { Clock } from '../ports/clock.ts'
import type { Address } from './addressing.ts'

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
  readonly sign: (stringToSign: string, secret: string) => string
}

export interface SignedText {
  readonly stringToSign: string
  readonly canonicalRequest?: string
}

/** `/bucket/key`, `/bucket/` or `/`. */
export const resourceOf = ({ bucket, key }: Address): string =>
  bucket === undefined ? '/' : `/${bucket}/${key ?? ''}`
