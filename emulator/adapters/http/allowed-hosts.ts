import { BlockList, isIP, type LookupFunction } from 'node:net'

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** Where a URL leads: a name in lower case without the root's dot, or an address without brackets. */
export const hostOf = (url: string): string =>
  new URL(url).hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '')

const isLocalName = (host: string): boolean => host === 'localhost' || host.endsWith('.localhost')

function isLoopback(host: string): boolean {
  const version = isIP(host)
  return version === 0 ? isLocalName(host) : loopback.check(host, version === 6 ? 'ipv6' : 'ipv4')
}

/**
 * Whether a URL leads to this machine or to a host that the operator has allowed, whatever its port. No name server is
 * asked: a name that one says is loopback is not.
 *
 * @param hosts names and addresses besides loopback, in the form that URLs have them
 */
export function isAllowed(url: string, hosts: readonly string[]): boolean {
  const host = hostOf(url)
  return isLoopback(host) || hosts.includes(host)
}

const lookupLoopback: LookupFunction = (_host, { all }, answer) => {
  const addresses = [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ]
  if (all) answer(null, addresses)
  else answer(null, '127.0.0.1', 4)
}

/** How a request finds the address of a URL: `localhost` is this machine whatever a name server says, so none is asked. */
export const lookupOf = (url: string): { readonly lookup?: LookupFunction } =>
  isLocalName(hostOf(url)) ? { lookup: lookupLoopback } : {}
