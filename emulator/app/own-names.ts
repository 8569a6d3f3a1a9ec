import { isIP } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'
import type { Options } from '../config/index.ts'
import { isLocalName } from '../kernel/urls.ts'
import { bucketOfHost, isServiceBase } from '../oss/addressing.ts'

/** Zones of IPv6 addresses have no place in a certificate. */
const withoutZone = (address: string): string => address.replace(/%.*/, '')

const dnsName = /^(?=.{1,253}$)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/

/** The names and addresses under which clients most likely reach a server of this machine. */
export function usualNames({ host }: Pick<Options, 'host'>): readonly string[] {
  const own = Object.values(networkInterfaces()).flatMap((networks = []) =>
    networks.map(({ address }) => address),
  )
  const names = ['localhost', '127.0.0.1', '::1', hostname(), host, ...own]
  const plain = names.map((name) => withoutZone(name).toLowerCase())
  return [...new Set(plain)].filter((name) => isIP(name) !== 0 || dnsName.test(name))
}

/**
 * Whether a certificate may be made for a name: one under which the port answers. For another one a page of it could be
 * opened here, in browsers that trust the CA.
 */
export function isOwnName(
  name: string,
  {
    host,
    publicUrl,
    controlHosts,
    cdnDomains,
  }: Pick<Options, 'host' | 'publicUrl' | 'controlHosts' | 'cdnDomains'>,
): boolean {
  if (!dnsName.test(name)) return false
  const publicHost = publicUrl && new URL(publicUrl).hostname
  return (
    isLocalName(name) ||
    [host, publicHost, ...controlHosts].includes(name) ||
    cdnDomains.some((domain) => domain.name === name) ||
    isServiceBase(name) ||
    // Names of the service's other products look like those of buckets.
    bucketOfHost(name, publicHost) !== undefined
  )
}
