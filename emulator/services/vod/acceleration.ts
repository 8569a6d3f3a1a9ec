import { objectOf } from './user-data.ts'

/** OSS's own names of it, also with a bucket before them. */
const accelerationHost = /^(?:[a-z0-9-]+\.)?oss-accelerate(?:-overseas)?\.aliyuncs\.com$/

/**
 * The origin of transfer acceleration for which UserData asks; undefined when it asks for none, or not as the manual has
 * it.
 */
export function accelerationDomain(userData: string): string | undefined {
  const { AccelerateConfig } = objectOf(userData)
  const { Type, Domain } = objectOf(AccelerateConfig)
  if (Type !== 'oss' || typeof Domain !== 'string') return undefined
  const url = URL.parse(/^https?:\/\//i.test(Domain) ? Domain : `https://${Domain}`)
  return url && url.href === `${url.origin}/` && accelerationHost.test(url.host)
    ? url.origin
    : undefined
}
