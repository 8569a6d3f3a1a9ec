import { issue, newAuthority, newKey, pemOf } from '../adapters/certificates/authority.ts'

/** A certificate such as somebody has from a CA of theirs, with its key; all of it PEM. */
export interface IssuedCertificate {
  readonly ca: string
  readonly cert: string
  readonly key: string
}

/** Has a certificate issued. @param issuedAtMs it ends 397 days later */
export function issueCertificate(
  names: readonly string[],
  issuedAtMs = Date.now(),
): IssuedCertificate {
  const authority = newAuthority(issuedAtMs)
  const key = newKey()
  return {
    ca: authority.certificate.toString(),
    cert: issue(authority, names, key, issuedAtMs),
    key: pemOf(key),
  }
}
