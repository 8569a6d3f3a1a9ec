import type { Clock } from '../ports/clock.ts'
import type { Refusal as KeyRefusal, Verification } from '../ports/credentials.ts'
import type { ByteString } from './bytes.ts'
import type { CheckFunction, Refusal } from './checks.ts'
import { quoted } from './explanation.ts'
import { isoSeconds } from './time.ts'

/** What both protocols know about a call that names a key. */
export interface KeyedCall {
  readonly verification: Verification
  readonly parsed: { readonly accessKeyId: ByteString }
  readonly ports: { readonly clock: Clock }
}

export const keyOf = ({ parsed }: KeyedCall): string => quoted(parsed.accessKeyId)

/** Refuses when the credentials give this reason. */
export const unless =
  (reason: KeyRefusal['reason'], refusal: (call: KeyedCall) => Refusal): CheckFunction<KeyedCall> =>
  (call) => {
    const { verification } = call
    return 'refused' in verification && verification.refused.reason === reason
      ? refusal(call)
      : undefined
  }

export const withoutToken = (call: KeyedCall): string => `${keyOf(call)} came without its token.`

function expired({ verification, ports }: KeyedCall): Refusal {
  if (!('refused' in verification) || verification.refused.reason !== 'expired') return {}
  const { issuedAtMs, expiredAtMs } = verification.refused
  return {
    found: `The credential was issued at ${isoSeconds(issuedAtMs)} and expired at ${isoSeconds(expiredAtMs)}; the emulator's clock shows ${isoSeconds(ports.clock.now())}.`,
  }
}

/** The checks of a security token, which both protocols share. */
export const tokenChecks = {
  'genuine-token': unless('malformed-token', () => ({
    found: 'The token is none that this emulator issued.',
  })),
  'token-not-expired': unless('expired', expired),
  'token-of-key': unless('foreign-token', (call) => ({
    found: `The token was issued with another key than ${keyOf(call)}.`,
  })),
} as const

/** Describes how far the signing time is from the emulator's. */
export function distanceInTime(signedAtMs: number, { now }: Clock): string {
  const seconds = Math.round((signedAtMs - now()) / 1000)
  const side = seconds < 0 ? 'before' : 'after'
  return `The request was signed at ${isoSeconds(signedAtMs)}, ${Math.abs(seconds)} s ${side} the emulator's ${isoSeconds(now())}; 900 s are allowed.`
}
