import type { OssScheme } from '#contracts/oss/checks.ts'
import type { ByteString } from '../../kernel/bytes.ts'
import type { Pair } from '../../kernel/pairs.ts'

/** What every signature says. Missing or malformed parts are empty or undefined: the scheme's checks refuse them. */
interface SignatureParts {
  readonly scheme: OssScheme
  readonly accessKeyId: ByteString
  readonly securityToken: ByteString | undefined
  readonly signature: string
  /** Signing time as it is written, and in ms since 1970. */
  readonly date?: ByteString | undefined
  readonly signedAtMs?: number | undefined
  /** End of the life of a URL, ms since 1970. */
  readonly endsAtMs?: number | undefined
}

export interface ParsedSignatureV1 extends SignatureParts {
  readonly version: 'V1'
  /** What may stand in the line of the date, likeliest first. */
  readonly dates: readonly ByteString[]
}

export interface ParsedSignatureV4 extends SignatureParts {
  readonly version: 'V4'
  /** The fields of the header in their order, each as it is written; undefined for a URL. */
  readonly fields?: readonly string[]
  /** `Credential` as it is written, and what follows the key id in it: date, region, product, terminator. */
  readonly credential: ByteString
  readonly scope: readonly string[]
  /** `AdditionalHeaders` as it is written, and its names in lower case. */
  readonly additional: string | undefined
  readonly additionalHeaders: readonly string[]
  /** The parameters that are signed. */
  readonly query: readonly Pair[]
}

/** A signature as a request carries it, before anything is computed. */
export type ParsedSignature = ParsedSignatureV1 | ParsedSignatureV4
