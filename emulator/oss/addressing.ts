import { type ByteString, percentDecode } from '../kernel/bytes.ts'
import { hostName, type Message } from '../kernel/message.ts'
import { isIpLiteral } from '../kernel/urls.ts'

/** What a request may address: the service, a bucket, or an object. */
export interface Address {
  readonly bucket?: string
  readonly key?: ByteString
}

const serviceBase = /^oss-[a-z0-9-]+\.aliyuncs\.com$/
const bucketOfService = /^([a-z0-9][a-z0-9-]{1,61}[a-z0-9])\.(?:[a-z0-9-]+\.)*aliyuncs\.com$/

/** The bucket that a host name begins with; undefined for a bare host. */
export function bucketOfHost(name: string, publicHost: string | undefined): string | undefined {
  if (isIpLiteral(name) || serviceBase.test(name)) return undefined
  for (const base of ['localhost', ...(publicHost ? [publicHost] : [])]) {
    if (name.endsWith(`.${base}`)) return name.slice(0, -base.length - 1)
  }
  return bucketOfService.exec(name)?.[1]
}

/** Whether a host name is OSS itself, without a bucket. */
export const isServiceBase = (name: string): boolean => serviceBase.test(name)

const object = (bucket: string, key: ByteString): Address =>
  key === '' ? { bucket } : { bucket, key }

function ofPath(path: ByteString): Address {
  if (path === '') return {}
  const slash = path.indexOf('/')
  return slash < 0
    ? { bucket: percentDecode(path) }
    : object(percentDecode(path.slice(0, slash)), percentDecode(path.slice(slash + 1)))
}

/** The possible readings of a request's address: the one that its signature covers is found by trying. */
export interface Candidates {
  /** Read from host and path. */
  readonly addressed: readonly Address[]
  /** The path as a key in a bucket that nothing names: an SDK with an IP endpoint or a CNAME. */
  readonly implicit: (bucket: string) => Address
}

/**
 * Candidates in order of likelihood. A `+` in the path is a plus; where it may mean a space, as it does for Go v1,
 * call this a second time with `plusIsSpace`.
 */
export function candidateAddresses(
  message: Message,
  publicHost: string | undefined,
  plusIsSpace = false,
): Candidates {
  const raw = message.path.replace(/^\//, '')
  const path = plusIsSpace ? raw.replaceAll('+', '%20') : raw
  const implicit = (bucket: string): Address => object(bucket, percentDecode(path))
  const bucket = bucketOfHost(hostName(message.host), publicHost)
  if (bucket === undefined) return { addressed: [ofPath(path)], implicit }
  const doubled = ofPath(path)
  return {
    addressed: [implicit(bucket), ...(doubled.bucket === bucket ? [doubled] : [])],
    implicit,
  }
}
