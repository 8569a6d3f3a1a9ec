import { fromText, percentDecode, percentEncodePath } from '../../kernel/bytes.ts'
import type { ObjectAddress } from '../../ports/object-store.ts'
import type { MediaRecord } from '../../ports/records/media.ts'

// Taken apart as it is written: parsing it as a browser does would accept what is not a FileURL, such as spaces and `..`.
const httpUrl = /^https?:\/\/(?<host>[^/?#@\s]+)\/(?<path>[^?#\s]*)(?:[?#]\S*)?$/i
const ofService = /(?:^|\.)aliyuncs\.com(?::\d+)?$/
const serviceHost = /^(?<bucket>[a-z0-9-]+)\.oss-(?<region>[a-z0-9-]+)\.aliyuncs\.com$/

/**
 * The address that a FileURL names: below the service's own host of a bucket in this region, or below any other origin,
 * since a client may know this emulator by another name than the one it answered.
 */
export function addressOf(fileUrl: string, region: string): ObjectAddress | undefined {
  const { host = '', path = '' } = httpUrl.exec(fileUrl)?.groups ?? {}
  const name = host.toLowerCase()
  if (ofService.test(name)) {
    const named = serviceHost.exec(name)?.groups
    return named?.region === region
      ? { bucket: named.bucket ?? '', key: percentDecode(path) }
      : undefined
  }
  const slash = path.indexOf('/')
  return slash < 0
    ? undefined
    : { bucket: path.slice(0, slash), key: percentDecode(path.slice(slash + 1)) }
}

/** URL of another object in the bucket of a file. */
export const siblingUrl = (
  { fileUrl, key }: Pick<MediaRecord, 'fileUrl' | 'key'>,
  other: string,
): string =>
  fileUrl.slice(0, -percentEncodePath(fromText(key)).length) + percentEncodePath(fromText(other))
