import { fromText, percentEncode } from '../../kernel/bytes.ts'
import { signOssV1, stringToSignOssV1 } from '../../kernel/oss-v1.ts'
import { isoSeconds, unixSeconds } from '../../kernel/time.ts'
import type { Urls } from '../../kernel/urls.ts'
import type { AccountKey, IssuedCredential, Scope } from '../../ports/credentials.ts'

/** Base64 of a JSON object, its members in their order. */
export const base64Json = (document: object): string =>
  Buffer.from(JSON.stringify(document), 'utf8').toString('base64')

/** UploadAddress: where to upload, members in the order of the service. */
export const encodeAddress = (endpoint: string, { bucket, key }: Scope): string =>
  base64Json({ Endpoint: endpoint, Bucket: bucket, FileName: key })

/** UploadAuth: the credentials to upload with, members in the order of the service. `Expiration` is seconds as text. */
export const encodeAuth = (
  credential: IssuedCredential,
  { credentialSeconds, region }: { credentialSeconds: number; region: string },
): string =>
  base64Json({
    SecurityToken: credential.securityToken,
    AccessKeyId: credential.accessKeyId,
    ExpireUTCTime: isoSeconds(credential.expiresAtMs),
    AccessKeySecret: credential.accessKeySecret,
    Expiration: String(credentialSeconds),
    Region: region,
  })

/** The URL of an object, signed with OSS V1 by a key of VOD itself, so that a plain GET works until it expires. */
export function presignedUrl(
  { bucket, key }: Scope,
  urls: Urls,
  { accessKeyId, accessKeySecret }: AccountKey,
  nowMs: number,
  lifeSeconds: number,
): string {
  const expires = unixSeconds(nowMs) + lifeSeconds
  const stringToSign = stringToSignOssV1({
    method: 'GET',
    date: String(expires),
    resource: `/${bucket}/${fromText(key)}`,
  })
  const signature = percentEncode(signOssV1(stringToSign, accessKeySecret))
  const query = `Expires=${expires}&OSSAccessKeyId=${percentEncode(accessKeyId)}&Signature=${signature}`
  return `${urls.objectUrl(bucket, key)}?${query}`
}
