import type { ByteString } from '../kernel/bytes.ts'
import { hostName, type Message } from '../kernel/message.ts'

/** What a request asks of which domain. */
export interface CdnAddress {
  readonly domain: string
  /** From its first slash to the query, as it was sent. */
  readonly path: ByteString
}

/** Under any host, for programs that cannot resolve the name of a domain: its name follows, then the path. */
const prefix = '/_emulator/cdn/'

export const isCdnPath = (path: ByteString): boolean => path.startsWith(prefix)

export function cdnAddress({ host, path }: Message): CdnAddress {
  if (!isCdnPath(path)) return { domain: hostName(host), path }
  const rest = path.slice(prefix.length)
  const slash = rest.indexOf('/')
  return slash < 0
    ? { domain: rest.toLowerCase(), path: '/' }
    : { domain: rest.slice(0, slash).toLowerCase(), path: rest.slice(slash) }
}
