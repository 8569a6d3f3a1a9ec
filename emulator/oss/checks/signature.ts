import type { OssCheckName } from '#contracts/oss/checks.ts'
import { toText } from '../../kernel/bytes.ts'
import type { CheckFunction, Refusal } from '../../kernel/checks.ts'
import { quoted } from '../../kernel/explanation.ts'
import { byEitherClock, isFresh, windowMs } from '../../kernel/freshness.ts'
import { distanceInTime } from '../../kernel/key-checks.ts'
import { overLimit } from '../../kernel/limits.ts'
import { isoWholeSeconds } from '../../kernel/time.ts'
import type { OssCall } from '../call.ts'
import { queryValue } from '../request.ts'
import {
  isFormUpload,
  isSignedInHeader,
  isSignedInUrl,
  isSignedV2,
} from '../signing/parsed-signature.ts'
import { lifeOf, urlParametersV4 } from '../signing/v4/signature.ts'

type OssJudge = CheckFunction<OssCall>

const passIf = (holds: boolean, refusal: () => Refusal): Refusal | undefined =>
  holds ? undefined : refusal()

/** InvalidArgument with its reason and the argument that is wrong. */
const argument = (reason: string, name: string, value = ''): Refusal => ({
  values: { reason, ArgumentName: name, ArgumentValue: toText(value) ?? '' },
  found: `${reason} ${name} is ${quoted(value)}.`,
})

function tooSkewed({ presented, ports: { clock } }: OssCall): Refusal {
  const atMs = presented.signedAtMs ?? 0
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

const additionalOf = ({ presented }: OssCall): readonly string[] =>
  presented.additional?.toLowerCase().split(';') ?? []

const schemeJudges = {
  capacity: ({ request: { message } }) =>
    passIf(message.overload === undefined, () => ({ found: message.overload ?? '' })),
  'parameter-count': ({ request: { tooMany } }) =>
    tooMany && {
      values: { limit: String(tooMany.most) },
      found: overLimit(
        `The query has ${tooMany.count} parameters`,
        tooMany.most,
        'parameters',
        '--max-parameters',
      ),
    },
  'one-signature': ({ request }) =>
    passIf(!isSignedInHeader(request) || !isSignedInUrl(request), () => ({})),
  'known-signature-version': ({ request }) =>
    passIf(!isSignedV2(request), () => ({
      values: { Header: 'Authorization: OSS2' },
      found: 'The request is signed with V2.',
    })),
  'no-form-upload': ({ request, isSigned }) =>
    passIf(isSigned || !isFormUpload(request.message), () => ({
      values: { Header: 'PostObject' },
      found: 'The request is a form upload (PostObject).',
    })),
  signed: ({ isSigned }) =>
    passIf(isSigned, () => ({ found: 'The request carries no signature of OSS.' })),
} satisfies Partial<Record<OssCheckName, OssJudge>>

const headerJudges = {
  'authorization-grammar': ({ presented: { isWellFormed } }) =>
    passIf(isWellFormed, () => ({
      values: {
        reason: 'Authorization header is invalid.',
        ArgumentName: 'Authorization',
        ArgumentValue: '',
      },
    })),
  'credential-scope': ({ presented: { scope, credential } }) =>
    passIf(scope !== undefined, () =>
      argument('The Credential of the signature is invalid.', 'Credential', credential),
    ),
  'additional-headers': ({ presented: { additional } }) => passIf(additional !== '', () => ({})),
  'additional-header-items': (call) => passIf(!additionalOf(call).includes(''), () => ({})),
  'sent-additional-headers': (call) => {
    const { headers } = call.request.message
    const absent = additionalOf(call).find((name) => headers.get(name) === undefined)
    return passIf(absent === undefined, () => ({ values: { ArgumentValue: absent ?? '' } }))
  },
} satisfies Partial<Record<OssCheckName, OssJudge>>

const urlJudges = {
  'url-access-key-id': ({ presented }) => passIf(presented.accessKeyId !== '', () => ({})),
  'url-signature': ({ presented }) => passIf(presented.signature !== '', () => ({})),
  'url-expires': ({ request }) => passIf(queryValue(request, 'Expires') !== undefined, () => ({})),
  'url-expires-empty': ({ request }) => passIf(queryValue(request, 'Expires') !== '', () => ({})),
  'url-expires-number': ({ presented, request }) =>
    passIf(presented.endsAtMs !== undefined, () => ({
      found: `Expires is ${quoted(queryValue(request, 'Expires') ?? '')}.`,
    })),
  'url-v4-parameters': ({ request }) => {
    const missing = urlParametersV4.find((name) => !queryValue(request, name))
    return passIf(missing === undefined, () =>
      argument(`${missing} is missing in the query string.`, missing ?? ''),
    )
  },
  'url-v4-expires': ({ request }) => {
    const expires = queryValue(request, 'x-oss-expires') ?? ''
    return passIf(lifeOf(expires) !== undefined, () =>
      argument('x-oss-expires must be between 1 and 604800 seconds.', 'x-oss-expires', expires),
    )
  },
} satisfies Partial<Record<OssCheckName, OssJudge>>

const timeJudges = {
  date: ({ presented }) => passIf(presented.date !== undefined, () => ({})),
  'date-form': ({ presented: { signedAtMs, date = '' } }) =>
    passIf(signedAtMs !== undefined, () => ({ found: `The time of signing is ${quoted(date)}.` })),
  'clock-skew': (call) =>
    passIf(isFresh(call.presented.signedAtMs ?? 0, call.ports.clock), () => tooSkewed(call)),
  'url-not-early': (call) => {
    const atMs = call.presented.signedAtMs ?? 0
    const isEarly = !byEitherClock(call.ports.clock, (nowMs) => nowMs >= atMs - windowMs)
    return passIf(!isEarly, () => tooSkewed(call))
  },
  // Expiry follows the emulator's clock alone.
  'url-not-expired': ({ presented: { endsAtMs = 0 }, ports: { clock } }) =>
    passIf(clock.now() <= endsAtMs, () => ({
      values: {
        Expires: isoWholeSeconds(endsAtMs),
        ServerTime: isoWholeSeconds(clock.systemNow()),
      },
      found: `The URL was valid until ${isoWholeSeconds(endsAtMs)}; the emulator's clock shows ${isoWholeSeconds(clock.now())}.`,
    })),
} satisfies Partial<Record<OssCheckName, OssJudge>>

/** What is asked of a signature before anything is computed: one function for each check. */
export const signatureJudges = { ...schemeJudges, ...headerJudges, ...urlJudges, ...timeJudges }
