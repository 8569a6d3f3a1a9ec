import type { OssCheckName } from '#contracts/oss/checks.ts'
import type { Refusal } from '../../kernel/checks.ts'
import { quoted } from '../../kernel/explanation.ts'
import { byEitherClock, isFresh, windowMs } from '../../kernel/freshness.ts'
import { distanceInTime } from '../../kernel/key-checks.ts'
import { isoWholeSeconds, unixSeconds } from '../../kernel/time.ts'
import type { OssCall } from '../call.ts'
import { type OssCheckFunction, refuseUnless } from './refusals.ts'

function tooSkewed({ parsed, ports: { clock } }: OssCall): Refusal {
  const atMs = parsed.signedAtMs ?? 0
  return {
    values: {
      MaxAllowedSkewMilliseconds: String(windowMs),
      RequestTime: isoWholeSeconds(atMs),
      // The system's: clients correct their clocks by it.
      ServerTime: isoWholeSeconds(clock.systemNow()),
    },
    found: distanceInTime(atMs, clock),
  }
}

/** When a request was signed, and how long a URL lives: one function for each check. */
export const timeChecks = {
  date: ({ parsed }) => refuseUnless(parsed.date !== undefined),
  'date-form': ({ parsed: { signedAtMs, date = '' } }) =>
    refuseUnless(signedAtMs !== undefined, () => ({
      found: `The signing time is ${quoted(date)}.`,
    })),
  'clock-skew': (call) =>
    refuseUnless(isFresh(call.parsed.signedAtMs ?? 0, call.ports.clock), () => tooSkewed(call)),
  'url-not-early': (call) => {
    const atMs = call.parsed.signedAtMs ?? 0
    const isEarly = !byEitherClock(call.ports.clock, (nowMs) => nowMs >= atMs - windowMs)
    return refuseUnless(!isEarly, () => tooSkewed(call))
  },
  // Expiry follows the emulator's clock alone, in whole seconds as URLs name it: one of a second would else end while it is being answered.
  'url-not-expired': ({ parsed: { endsAtMs = 0 }, ports: { clock } }) =>
    refuseUnless(unixSeconds(clock.now()) * 1000 <= endsAtMs, () => ({
      values: {
        Expires: isoWholeSeconds(endsAtMs),
        ServerTime: isoWholeSeconds(clock.systemNow()),
      },
      found: `The URL was valid until ${isoWholeSeconds(endsAtMs)}; the emulator's clock shows ${isoWholeSeconds(clock.now())}.`,
    })),
} satisfies Partial<Record<OssCheckName, OssCheckFunction>>
