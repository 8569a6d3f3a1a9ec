import type { OssScheme } from '#contracts/oss/checks.ts'
import type { Octets } from '../kernel/octets.ts'
import type { Address } from './addressing.ts'

/**
 * A signature that a request presents, whatever its version and place. What is missing or malformed is empty or
 * undefined: the checks of the scheme tell it.
 */
export interface PresentedSignature {
  readonly scheme: OssScheme
  /** Whether the header or the parameters are of the form of the scheme. */
  readonly isWellFormed: boolean
  readonly accessKeyId: Octets
  readonly securityToken?: Octets | undefined
  readonly signature: string
  /** Time of signing as it is written, and in ms since 1970. */
  readonly date?: Octets | undefined
  readonly signedAtMs?: number | undefined
  /** End of the life of a URL, ms since 1970. */
  readonly endsAtMs?: number | undefined
  /** V4: `Credential` as it is written, and what follows the key id in it. */
  readonly credential?: Octets
  readonly scope?: string | undefined
  /** V4 header: `AdditionalHeaders` as it is written. */
  readonly additional?: string | undefined
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
