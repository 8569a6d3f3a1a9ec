import { products } from '#contracts/products.ts'
import { fromText, percentEncodePath } from './bytes.ts'
import { hostName, type Message } from './message.ts'

/** The addresses that answers show, usable as they are by the client that asked. */
export interface Urls {
  /** Region whose service was asked. */
  readonly region: string
  /** Origin of the OSS protocol, for an OSS SDK. */
  readonly endpoint: string
  objectUrl(bucket: string, key: string): string
}

export interface UrlOptions {
  readonly region: string
  readonly publicUrl?: string | undefined
  readonly trustForwarded: boolean
}

const serviceHosts = Object.values(products).flatMap(({ hosts }) => hosts)

/** What the service's own names of the RPC products look like, with the region as the group. */
export const servicePattern = `(?:${serviceHosts.join('|')})(?:\\.([a-z0-9-]+))?`

const serviceHost = new RegExp(`^${servicePattern}\\.aliyuncs\\.com$`)
const ipv4 = /^\d{1,3}(?:\.\d{1,3}){3}$/

/** Whether a host name is one of the RPC service itself (MSW, hosts files). */
export const isServiceHost = (name: string): boolean => serviceHost.test(name)

export const isIpLiteral = (name: string): boolean => ipv4.test(name) || name.startsWith('[')

/** A name that no page of the public web can be served under: DNS rebinding cannot produce one. */
export const isLocalName = (name: string): boolean =>
  isIpLiteral(name) ||
  name === 'localhost' ||
  name.endsWith('.localhost') ||
  !name.includes('.') ||
  name === 'host.docker.internal'

const ownUrls = (origin: string, region: string): Urls => ({
  region,
  endpoint: origin,
  objectUrl: (bucket, key) => `${origin}/${bucket}/${percentEncodePath(fromText(key))}`,
})

const serviceEndpoint = (region: string): string => `https://oss-${region}.aliyuncs.com`

/** The endpoint of uploads by a domain of transfer acceleration: only who uses the service's names can resolve it. */
export const acceleratedEndpoint = ({ endpoint, region }: Urls, domain: string): string =>
  endpoint === serviceEndpoint(region) ? domain : endpoint

const serviceUrls = (region: string): Urls => ({
  region,
  endpoint: serviceEndpoint(region),
  objectUrl: (bucket, key) =>
    `https://${bucket}.oss-${region}.aliyuncs.com/${percentEncodePath(fromText(key))}`,
})

/**
 * A host that an OSS SDK can use as an endpoint: they put the bucket in front of a name, and neither
 * `<bucket>.localhost` nor `<bucket>.<container>` resolves everywhere; an address they leave alone.
 */
function reachable(host: string, localAddress: string | undefined): string {
  const name = hostName(host)
  if (isIpLiteral(name)) return host
  if (name === 'localhost') return `127.0.0.1${host.slice(name.length)}`
  return localAddress ?? host
}

/** The first of the values that several proxies wrote into a header: what the client asked for. */
function forwarded({ headers }: Message, name: string, pattern: RegExp): string | undefined {
  const first = headers.get(name)?.split(',')[0]?.trim().toLowerCase() ?? ''
  return pattern.test(first) ? first : undefined
}

const schemePattern = /^https?$/
const hostPattern = /^(?:[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?|\[[0-9a-f:.]+\])(?::\d+)?$/
const portPattern = /^[1-9]\d{0,4}$/

/** Where a client asked, by the headers of proxies; values that are not a scheme, a host or a port are ignored. */
function forwardedUrl(message: Message): URL | undefined {
  const scheme = forwarded(message, 'x-forwarded-proto', schemePattern)
  const given = forwarded(message, 'x-forwarded-host', hostPattern)
  const host = given !== undefined && URL.canParse(`http://${given}`) ? given : undefined
  const port = forwarded(message, 'x-forwarded-port', portPattern)
  if (!(scheme ?? host ?? port)) return undefined
  const asked = host ?? message.host
  const url = URL.parse(`${scheme ?? message.scheme}://${asked}`)
  // A host with a port of its own was asked for by it.
  if (url && port && hostName(asked) === asked) url.port = port
  return url ?? undefined
}

/** Public URL > the service's own names > the host asked for, as an address. */
export function urlsFor(message: Message, options: UrlOptions): Urls {
  const { publicUrl, trustForwarded } = options
  const asked = trustForwarded ? forwardedUrl(message) : undefined
  const service = serviceHost.exec(asked?.hostname ?? hostName(message.host))
  const region = service?.[1] ?? options.region
  if (publicUrl) return ownUrls(publicUrl, region)
  if (service) return serviceUrls(region)
  return asked
    ? ownUrls(`${asked.protocol}//${reachable(asked.host, undefined)}`, region)
    : ownUrls(`${message.scheme}://${reachable(message.host, message.localAddress)}`, region)
}
