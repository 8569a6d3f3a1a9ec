import type { Check, NameOf } from '../check.ts'
import { withDefaults } from '../defaults.ts'
import type { CdnErrorCode } from './errors.ts'

type CdnCheck = Check & { readonly refuses: CdnErrorCode }

/** What every request to a CDN domain goes through, in order. */
export const cdnChecks = withDefaults({ evidence: 'inferred', place: 'inferred' }, [
  {
    name: 'capacity',
    refuses: 'ServiceUnavailable',
    rule: 'the emulator must have room for the connection',
  },
  {
    name: 'known-domain',
    refuses: 'DomainNotFound',
    rule: 'the domain must be one of those that the emulator was started with',
  },
  { name: 'method', refuses: 'MethodNotAllowed', rule: 'a CDN domain takes GET and HEAD' },
  { name: 'online', refuses: 'DomainOffline', rule: 'the domain must be online' },
  {
    name: 'signed-url',
    refuses: 'AuthKeyMissing',
    rule: 'the URL must be signed while URL signing is on',
    evidence: 'documented',
  },
  {
    name: 'auth-key-form',
    refuses: 'AuthKeyInvalid',
    rule: 'auth_key must be <timestamp>-<rand>-<uid>-<md5hash>, the timestamp ten digits; types B and C must name a time that exists',
  },
  {
    name: 'url-not-expired',
    refuses: 'AuthKeyExpired',
    rule: 'a URL is valid until the time that it names plus the validity of the domain',
    evidence: 'documented',
  },
  {
    name: 'md5hash',
    refuses: 'AuthKeyInvalid',
    rule: 'the hash must be that of the path as it is sent, the time and one of the keys of the domain',
    evidence: 'documented',
  },
]) satisfies readonly CdnCheck[]

export type CdnCheckName = NameOf<typeof cdnChecks>
