import type { OssCheckName } from '#contracts/oss/checks.ts'
import type { Judge, Refusal } from '../kernel/checks.ts'
import { quoted } from '../kernel/explanation.ts'
import { toText } from '../kernel/octets.ts'
import { isoWholeSeconds } from '../kernel/time.ts'
import type { Refusal as KeyRefusal } from '../ports/credentials.ts'
import type { OssCall } from './call.ts'

type OssJudge = Judge<OssCall>

/** Refuses when the credentials give this reason. */
const unless =
  (reason: KeyRefusal['reason'], told: (call: OssCall) => Refusal): OssJudge =>
  (call) => {
    const { verification } = call
    return 'refused' in verification && verification.refused.reason === reason
      ? told(call)
      : undefined
  }

const keyOf = ({ presented }: OssCall): string => quoted(presented.accessKeyId)

const shownKey = ({ presented }: OssCall) => ({
  OSSAccessKeyId: toText(presented.accessKeyId) ?? '',
})

function expired({ verification, ports }: OssCall): Refusal {
  if (!('refused' in verification) || verification.refused.reason !== 'expired') return {}
  const { issuedAtMs, expiredAtMs } = verification.refused
  return {
    found: `The credential was issued at ${isoWholeSeconds(issuedAtMs)} and expired at ${isoWholeSeconds(expiredAtMs)}; the emulator's clock shows ${isoWholeSeconds(ports.clock.now())}.`,
  }
}

const spaced = (octets: string): string =>
  Buffer.from(octets, 'latin1').toString('hex').toUpperCase().replace(/../g, '$& ')

const signature: OssJudge = (call) => {
  const { meaning, presented, request, addresses, ports } = call
  if ('address' in meaning) return undefined
  const { stringToSign, canonicalRequest } = meaning.likeliest
  return {
    values: {
      OSSAccessKeyId: presented.accessKeyId,
      SignatureProvided: presented.signature,
      StringToSign: toText(stringToSign) ?? stringToSign,
      StringToSignBytes: spaced(stringToSign),
      ...(canonicalRequest && { CanonicalRequest: canonicalRequest }),
    },
    // Good requests need no search for mistakes, nor does the start.
    found: async (hide) => {
      const { explainMismatch } = await import('./mismatch.ts')
      const { secret } = call.verified
      return explainMismatch(request, presented, [...addresses], secret, ports, hide).text
    },
  }
}

/** Key, token, signature: one function for each check. */
export const keyJudges = {
  'access-key-characters': (call) =>
    /^[\w.-]+$/.test(call.presented.accessKeyId)
      ? undefined
      : { values: shownKey(call), found: `The key id is ${keyOf(call)}.` },
  'known-access-key': unless('unknown-key', (call) => ({
    values: shownKey(call),
    found: `The emulator has no key ${keyOf(call)}.`,
  })),
  'security-token': unless('missing-token', (call) => ({
    values: shownKey(call),
    found: `${keyOf(call)} came without its token.`,
  })),
  'genuine-token': unless('malformed-token', () => ({
    found: 'The token is none that this emulator issued.',
  })),
  'token-of-key': unless('foreign-token', (call) => ({
    found: `The token was issued with another key than ${keyOf(call)}.`,
  })),
  'token-not-expired': unless('expired', expired),
  signature,
  'signature-v4': signature,
} satisfies Partial<Record<OssCheckName, OssJudge>>
