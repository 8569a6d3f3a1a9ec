import { byBytes, type Pair } from '../../kernel/pairs.ts'
import type { ByteString } from '../../kernel/bytes.ts'
import type { HeaderList } from '../../kernel/message.ts'

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
export const canonicalHeaders = (
  headers: HeaderList,
  isCovered: (name: string) => boolean,
): ByteString =>
  headerLines(headers, isCovered)
    .map(({ name, value }) => `${name}:${value}\n`)
    .join('')
