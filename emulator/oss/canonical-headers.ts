import type { HeaderList } from '../kernel/message.ts'
import type { Octets } from '../kernel/octets.ts'
import { byOctets } from '../kernel/pairs.ts'

/** `name:value` and a line feed for each header that a signature covers, empty ones too, sorted by name. */
export const canonicalHeaders = (
  headers: HeaderList,
  isCovered: (name: string) => boolean,
): Octets =>
  [...headers.names()]
    .filter(isCovered)
    .sort(byOctets)
    .map((name) => {
      const values = headers.all(name).map((value) => value.trim())
      return `${name}:${values.join(',')}\n`
    })
    .join('')
