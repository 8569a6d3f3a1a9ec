type Members = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A member of UserData: an object, or the text of one. */
function memberOf(userData: string, name: string): Members | undefined {
  const all = parsed(userData)
  const given = isObject(all) ? all[name] : undefined
  const value = typeof given === 'string' ? parsed(given) : given
  return isObject(value) ? value : undefined
}

/** OSS's own names of it, also with a bucket before them. */
const accelerationHost = /^(?:[a-z0-9-]+\.)?oss-accelerate(?:-overseas)?\.aliyuncs\.com$/

/**
 * The origin of transfer acceleration for which UserData asks; undefined when it asks for none, or not as the manual has
 * it.
 */
export function accelerationDomain(userData: string): string | undefined {
  const { Type, Domain } = memberOf(userData, 'AccelerateConfig') ?? {}
  if (Type !== 'oss' || typeof Domain !== 'string') return undefined
  const url = URL.parse(/^https?:\/\//i.test(Domain) ? Domain : `https://${Domain}`)
  return url && url.href === `${url.origin}/` && accelerationHost.test(url.host)
    ? url.origin
    : undefined
}
