import type { ByteString } from '../../kernel/bytes.ts'
import type { HeaderList } from '../../kernel/message.ts'
import { byBytes, type Pair } from '../../kernel/pairs.ts'
import type { SigningInput } from '../../kernel/signing-input.ts'
import type { Address } from '../addressing.ts'
import type { OssRequest } from '../request.ts'

/** What determines a signature under both versions. */
export interface OssSigningInput extends SigningInput {
  /** `/bucket/key`, decoded. */
  readonly resource: ByteString
  /** The parameters of the query that are signed. */
  readonly query: readonly Pair[]
  /** Whether they are sorted by name, or signed as they came. */
  readonly isSorted: boolean
  /** The headers that are signed, as lines. */
  readonly lines: readonly Pair[]
  /** What mistakes may look at besides what is signed. */
  readonly context: SigningContext
}

export interface SigningContext {
  readonly request: OssRequest
  readonly address: Address
}

/** `/bucket/key`, `/bucket/` or `/`. */
export const resourceOf = ({ bucket, key }: Address): ByteString =>
  bucket === undefined ? '/' : `/${bucket}/${key ?? ''}`

/** Name and value of each header that a signature covers, empty ones too, sorted by name. */
export const headerLines = (
  headers: HeaderList,
  isCovered: (name: string) => boolean,
): readonly Pair[] =>
  [...headers.names()]
    .filter(isCovered)
    .sort(byBytes)
    .map((name) => ({
      name,
      value: headers
        .all(name)
        .map((value) => value.trim())
        .join(','),
    }))

/** `name:value` and a line feed for each of them. */
export const headerBlock = (lines: readonly Pair[]): ByteString =>
  lines.map(({ name, value }) => `${name}:${value}\n`).join('')
