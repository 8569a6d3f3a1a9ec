import { createPrivateKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto'
import { certificateOf, keyIdOf } from './certificate.ts'

const dayMs = 86_400_000

/** A server may have a clock that is behind that of its client, and the other way round. */
const skewMs = dayMs

/** What issues certificates, and what clients trust instead of each of them. */
export interface Authority {
  readonly certificate: X509Certificate
  readonly key: KeyObject
}

export const newKey = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey

/** People see it in lists of what they trust: no two have the same. */
const nameOf = (key: KeyObject): string => `vod-emulator CA ${keyIdOf(key).toString('hex', 0, 4)}`

/** Makes an authority for ten years. */
export function newAuthority(nowMs: number): Authority {
  const key = newKey()
  const name = nameOf(key)
  const certificate = certificateOf({
    subject: name,
    key,
    issuer: name,
    issuerKey: key,
    notBefore: new Date(nowMs - skewMs),
    notAfter: new Date(nowMs + 3653 * dayMs),
  })
  return { certificate, key }
}

/** Whether what it issues now is still good after a month. */
export const isLasting = ({ certificate }: Authority, nowMs: number): boolean =>
  certificate.validToDate.getTime() > nowMs + 30 * dayMs

/**
 * Issues the certificate of a server, as PEM.
 *
 * @param names host names and IP addresses that the server has
 * @param key the server's
 */
export function issue(
  { certificate, key: issuerKey }: Authority,
  names: readonly string[],
  key: KeyObject,
  nowMs: number,
): string {
  // Apple's clients refuse what is good for longer than 825 days.
  const notAfter = Math.min(nowMs + 397 * dayMs, certificate.validToDate.getTime())
  return certificateOf({
    names,
    subject: 'vod-emulator',
    key,
    issuer: nameOf(issuerKey),
    issuerKey,
    notBefore: new Date(nowMs - skewMs),
    notAfter: new Date(notAfter),
  }).toString()
}

export const pemOf = (key: KeyObject): string =>
  key.export({ type: 'pkcs8', format: 'pem' }).toString()

/** An authority as text: its key, then its certificate. */
export const authorityText = ({ certificate, key }: Authority): string =>
  `${pemOf(key)}${certificate}`

/** @throws Error when it is not one, or its key is another's */
export function readAuthority(text: string): Authority {
  const certificate = new X509Certificate(text)
  const key = createPrivateKey(text)
  if (!certificate.checkPrivateKey(key)) throw new Error('the key is not that of the certificate')
  return { certificate, key }
}
