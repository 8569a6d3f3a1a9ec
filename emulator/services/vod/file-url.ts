import { percentDecode } from '../../kernel/bytes.ts'
import type { ObjectAddress } from '../../ports/object-store.ts'

const serviceHost = /^(?<bucket>[a-z0-9-]+)\.oss-(?<region>[a-z0-9-]+)\.aliyuncs\.com$/

/**
 * The address that a FileURL names: below the service's own host of a bucket in this region, or below any other origin,
 * since a client may know this emulator by another name than the one it answered.
 */
export function addressOf(fileUrl: string, region: string): ObjectAddress | undefined {
  const url = URL.parse(fileUrl)
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') return undefined
  const path = url.pathname.slice(1)
  if (url.hostname.endsWith('.aliyuncs.com')) {
    const host = serviceHost.exec(url.hostname)?.groups
    return host?.region === region
      ? { bucket: host.bucket ?? '', key: percentDecode(path) }
      : undefined
  }
  const slash = path.indexOf('/')
  return { bucket: path.slice(0, Math.max(slash, 0)), key: percentDecode(path.slice(slash + 1)) }
}
