import { percentDecode } from '../../kernel/bytes.ts'
import type { ObjectAddress } from '../../ports/object-store.ts'
import type { DomainRecord } from '../../ports/records/domains.ts'
import type { Account } from '../accounts.ts'
import { bucketsOf } from './domains.ts'
import { addressOf } from './file-url.ts'
import type { VodPorts } from './vod-ports.ts'

const scheme = /^https?:\/\//i
const hostAndPath = /^(?<host>[^/?#@\s:]+)(?::\d+)?\/(?<path>[^?#\s]*)/

/** The keys that a path on a domain may name: signing types B and C put time and hash before the key. */
function keysOf({ signingTypes }: DomainRecord, path: string): readonly string[] {
  const signed = signingTypes.some((type) => type !== 'A')
  return [path, ...(signed ? [path.split('/').slice(2).join('/')] : [])].map(percentDecode)
}

/**
 * Where the file may be that an URL of an image names, on a CDN domain or in OSS; its scheme may be missing,
 * and its query is ignored.
 */
export async function addressesOf(
  { records, accounts }: Pick<VodPorts, 'records' | 'accounts'>,
  { region }: Account,
  url: string,
): Promise<readonly ObjectAddress[]> {
  const rest = url.replace(scheme, '')
  const { host = '', path = '' } = hostAndPath.exec(rest)?.groups ?? {}
  const domain = (await records.get('domain', host.toLowerCase()))?.value
  if (!domain) {
    const address = addressOf(`http://${rest}`, region)
    return address ? [address] : []
  }
  const buckets = await bucketsOf(accounts, domain)
  return buckets.flatMap((bucket) => keysOf(domain, path).map((key) => ({ bucket, key })))
}
