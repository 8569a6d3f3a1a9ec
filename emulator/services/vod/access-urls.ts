import { fromText, percentEncodePath } from '../../kernel/bytes.ts'
import type { Ports } from '../../kernel/handler.ts'
import { unixSeconds } from '../../kernel/time.ts'
import { signedTarget } from '../../kernel/url-signing.ts'
import type { Urls } from '../../kernel/urls.ts'
import type { Scope } from '../../ports/credentials.ts'
import type { DomainKeys } from '../../ports/domain-keys.ts'
import type { DomainRecord } from '../../ports/records/domains.ts'
import type { Domains } from './domains.ts'
import { presignedUrl } from './upload-documents.ts'

export interface AccessUrlPorts extends Pick<Ports, 'clock' | 'ids' | 'credentials' | 'records'> {
  readonly domains: Pick<Domains, 'forStorage'>
  readonly domainKeys: Pick<DomainKeys, 'of'>
}

/** A file of VOD. */
export interface VodFile extends Scope {
  readonly accountId: string
  readonly storageLocation: string
}

/** Which URL of a file is asked for. */
export interface AskedUrl {
  readonly outputType?: 'cdn' | 'oss' | undefined
  /** Life of the URL, seconds; without it the default of a presigned URL, or the validity of the domain. */
  readonly authTimeout?: number | undefined
  /** Maximum life of a presigned URL in a bucket of VOD, seconds, where it is not the usual one. */
  readonly maxSeconds?: number | undefined
  /** The CDN domain that it should be on. */
  readonly domain?: string | undefined
  /** What a signature of type A is made with, instead of 0 and of a random text. */
  readonly uid?: string | undefined
  readonly rand?: string | undefined
}

/** A URL, and whether it is on a CDN domain or in OSS. */
export interface AccessUrl {
  readonly url: string
  readonly outputType: 'cdn' | 'oss'
}

/** Life of a presigned URL of OSS by default, seconds. */
const presignedSeconds = 3600

/** Maximum life of a presigned URL, seconds, by whose the bucket is: longer requested times are cut to it. */
const maxPresignedSeconds = { vod_oss_bucket: 2_592_000, user_oss_bucket: 129_600 } as const

/** The life of a presigned URL, seconds. */
async function presignedLife(
  { records }: AccessUrlPorts,
  { accountId, storageLocation }: VodFile,
  {
    authTimeout: asked = presignedSeconds,
    maxSeconds = maxPresignedSeconds.vod_oss_bucket,
  }: AskedUrl,
): Promise<number> {
  if (asked <= maxPresignedSeconds.user_oss_bucket) return asked
  const storage = await records.get('storage', `${accountId}/${storageLocation}`)
  const isOwn = storage?.value.type === 'user_oss_bucket'
  return Math.min(asked, isOwn ? maxPresignedSeconds.user_oss_bucket : maxSeconds)
}

/** The URL of a key on a domain, which ends the given number of seconds from now if it is signed. */
function cdnUrl(
  { clock, ids, domainKeys }: AccessUrlPorts,
  { name, https, signingTypes: [type], validitySeconds }: DomainRecord,
  objectKey: string,
  { authTimeout: lifeSeconds = validitySeconds, uid, rand = ids.urlRand() }: AskedUrl,
): string {
  const origin = `${https ? 'https' : 'http'}://${name}`
  const path = `/${percentEncodePath(fromText(objectKey))}`
  const [key] = domainKeys.of(name) ?? []
  if (type === undefined || key === undefined) return `${origin}${path}`
  // What a URL names is the time before which its validity has not begun to pass.
  const atMs = (unixSeconds(clock.now()) + lifeSeconds - validitySeconds) * 1000
  return `${origin}${signedTarget({ type, path, key, rand, uid }, atMs)}`
}

/** The URL under which a file can be read: on the domain of its storage location, else in OSS, presigned. */
export async function locatedUrl(
  ports: AccessUrlPorts,
  file: VodFile,
  urls: Urls,
  asked: AskedUrl = {},
): Promise<AccessUrl> {
  const { clock, domains } = ports
  const { accountId, storageLocation, bucket, key } = file
  const domain =
    asked.outputType === 'oss'
      ? undefined
      : await domains.forStorage(accountId, storageLocation, asked.domain)
  if (domain) return { url: cdnUrl(ports, domain, key, asked), outputType: 'cdn' }
  const signer = ports.credentials.serviceKey(accountId)
  const lifeSeconds = await presignedLife(ports, file, asked)
  return {
    url: presignedUrl({ bucket, key }, urls, signer, clock.now(), lifeSeconds),
    outputType: 'oss',
  }
}

/** The same, where what it is on is not told. */
export const accessUrl = async (
  ports: AccessUrlPorts,
  file: VodFile,
  urls: Urls,
  asked?: AskedUrl,
): Promise<string> => (await locatedUrl(ports, file, urls, asked)).url
