import { fromText } from './bytes.ts'
import { hmac, sameSignature, secretKey } from './signing.ts'
import { type Instant, isoSeconds } from './time.ts'

/** What an AuthInfo tells: the video that may be played, until when, and from which CDN domain. */
export interface PlayGrant {
  readonly mediaId: string
  readonly expiresAtMs: Instant
  /** Empty when the account has none. */
  readonly playDomain: string
}

const base64 = (secret: string, algorithm: 'sha1' | 'sha256', text: string): string =>
  hmac(algorithm, secretKey(secret), fromText(text)).toString('base64')

/**
 * The AuthInfo of a play credential, members in the order of the service: a player sends it as it is, beside the token.
 *
 * @param secret of the credential: with another key an AuthInfo is worth nothing
 */
export function authInfoOf(
  secret: string,
  { mediaId, expiresAtMs, playDomain }: PlayGrant,
): string {
  const told = JSON.stringify({
    CI: base64(secret, 'sha256', 'CI'),
    Caller: base64(secret, 'sha256', 'Caller'),
    ExpireTime: isoSeconds(expiresAtMs),
    MediaId: mediaId,
    PlayDomain: playDomain,
  })
  return `${told.slice(0, -1)},"Signature":"${base64(secret, 'sha1', told)}"}`
}

const signed = /^(.+),"Signature":"([^"]+)"\}$/s

/** Whether a text is an AuthInfo that was made with this secret. */
export function isAuthInfoOf(secret: string, text: string): boolean {
  const [, told, signature] = signed.exec(text) ?? []
  return (
    told !== undefined &&
    signature !== undefined &&
    sameSignature(base64(secret, 'sha1', `${told}}`), signature)
  )
}
