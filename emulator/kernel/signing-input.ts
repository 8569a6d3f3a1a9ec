import type { AccountKey } from '../ports/credentials.ts'
import type { ByteString } from './bytes.ts'

/** How the bytes of a digest become the text of a signature. */
export type Render = (digest: Buffer) => string

export const base64: Render = (digest) => digest.toString('base64')
export const hex: Render = (digest) => digest.toString('hex')

/** What determines a signature under every scheme; each scheme adds its own. */
export interface SigningInput {
  readonly method: string
  readonly accessKeyId: string
  readonly secret: string
  /** Other keys that the emulator knows, for the search for mistakes. */
  readonly otherKeys: readonly AccountKey[]
  readonly digest: 'sha1' | 'sha256' | 'sm3'
  readonly render: Render
}

/** What is signed; some schemes sign the hash of a canonical request. */
export interface SignedText {
  readonly canonicalRequest?: ByteString
  readonly stringToSign: ByteString
}

/** Two pure functions that verification and the search for mistakes share. */
export interface SignatureScheme<Input> {
  readonly textOf: (input: Input) => SignedText
  readonly sign: (input: Input) => string
}
