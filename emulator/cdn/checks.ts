import { type CdnCheckName, cdnChecks } from '#contracts/cdn/checks.ts'
import type { SigningType } from '#contracts/cdn/signing-types.ts'
import { type CheckFunction, type Refusal, runChecks } from '../kernel/checks.ts'
import { quoted } from '../kernel/explanation.ts'
import { once } from '../kernel/once.ts'
import { sameSignature } from '../kernel/signing.ts'
import { isoSeconds, unixSeconds } from '../kernel/time.ts'
import { md5Hex, textOfUrl } from '../kernel/url-signing.ts'
import type { CdnCall } from './call.ts'
import { cdnError } from './errors.ts'
import type { SignedUrl } from './signed-url.ts'

// Good requests do not need the search for mistakes.
const explaining = once(() => import('./explain.ts'))

/** Of the hash that arrived, never the right one. */
const received = ({ md5hash }: SignedUrl) => ({
  md5hash: /^[\dA-Za-z]{1,32}$/.test(md5hash) ? md5hash : '',
})

const places: Readonly<Record<SigningType, string>> = {
  A: 'auth_key in its query (type A)',
  B: 'time and hash before its path (type B)',
  C: 'hash and time before its path, or KEY1 and KEY2 in its query (type C)',
}

function unsigned({ domain }: CdnCall): Refusal {
  const lacking = domain.signingTypes.map((type) => places[type]).join(', no ')
  return { found: `URL signing is on for ${domain.name}, and the URL has no ${lacking}.` }
}

function malformed({ signature }: CdnCall): Refusal | undefined {
  if (!signature || signature.atMs !== undefined) return undefined
  const { type, time } = signature
  return {
    values: received(signature),
    found:
      type === 'A'
        ? 'auth_key is not of this form.'
        : `The time of type ${type} is ${quoted(time)}, which is not a time.`,
  }
}

function expired({ signature, domain, endsAtMs, ports: { clock } }: CdnCall): Refusal | undefined {
  if (!signature || endsAtMs === undefined) return undefined
  // In whole seconds, as URLs name them: one of a second would else end while it is being answered.
  if (unixSeconds(clock.now()) * 1000 <= endsAtMs) return undefined
  const named = `${signature.time}${signature.type === 'B' ? ' in UTC+8' : ''}`
  return {
    values: { timestamp: signature.time },
    found: `The URL names the time ${named} and was valid for ${domain.validitySeconds} s after it, until ${isoSeconds(endsAtMs)}; the emulator's clock shows ${isoSeconds(clock.now())}.`,
  }
}

function mismatched(call: CdnCall): Refusal | undefined {
  const { signature, keys } = call
  if (!signature) return undefined
  const isRight = (key: string) =>
    sameSignature(md5Hex(textOfUrl({ ...signature, key })), signature.md5hash)
  if (keys.some(isRight)) return undefined
  return {
    values: received(signature),
    found: async (hide) => (await explaining()).explainHash(call, signature, hide).text,
  }
}

const functions: Readonly<Record<CdnCheckName, CheckFunction<CdnCall>>> = {
  capacity: ({ message: { overload } }) =>
    overload === undefined ? undefined : { found: overload },
  'known-domain': ({ isKnown, address: { domain } }) =>
    isKnown ? undefined : { found: `The emulator has no domain ${quoted(domain)}.` },
  method: ({ message: { method }, domain }) =>
    method === 'GET' || method === 'HEAD'
      ? undefined
      : { found: `The request is ${quoted(method)} to the CDN domain ${domain.name}.` },
  online: ({ domain }) => (domain.status === 'online' ? undefined : { found: 'It is offline.' }),
  'signed-url': (call) =>
    call.domain.signingTypes.length === 0 || call.signature ? undefined : unsigned(call),
  'auth-key-form': malformed,
  'url-not-expired': expired,
  md5hash: mismatched,
}

/** Runs every check of the contract in its order. @throws ApiError of the first that is not passed */
export const checkCall = (call: CdnCall): Promise<void> =>
  runChecks(cdnChecks, functions, call, cdnError)

export const checkNames: readonly string[] = cdnChecks.map(({ name }) => name)
