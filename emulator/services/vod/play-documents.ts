import { authInfoOf } from '../../kernel/auth-info.ts'
import type { IssuedCredential } from '../../ports/credentials.ts'
import { base64Json } from './upload-documents.ts'

/** What a PlayAuth tells a player besides its credential. */
interface Playing {
  readonly videoMeta: { readonly VideoId: string }
  /** Empty when the account has none. */
  readonly playDomain: string
  readonly region: string
  readonly accountId: string
}

/** PlayAuth: what a player needs to ask for the streams of one video, members in the order of the service. */
export function encodePlayAuth(
  { accessKeyId, accessKeySecret, securityToken, expiresAtMs }: IssuedCredential,
  { videoMeta, playDomain, region, accountId }: Playing,
): string {
  const grant = { mediaId: videoMeta.VideoId, expiresAtMs, playDomain }
  return base64Json({
    SecurityToken: securityToken,
    AuthInfo: authInfoOf(accessKeySecret, grant),
    VideoMeta: videoMeta,
    AccessKeyId: accessKeyId,
    PlayDomain: playDomain,
    AccessKeySecret: accessKeySecret,
    Region: region,
    CustomerId: Number(accountId),
  })
}
