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
import { lifeOf } from '../signing/parse.ts'
import type { ParsedSignature, ParsedSignatureV4 } from '../signing/parsed-signature.ts'
import { isFormUpload, isSignedInHeader, isSignedInUrl, isSignedV2 } from '../signing/schemes.ts'

type OssJudge = CheckFunction<OssCall>

const passIf = (holds: boolean, refusal: () => Refusal): Refusal | undefined =>
  holds ? undefined : refusal()

/** InvalidArgument with its reason and the argument that is wrong. */
const argument = (reason: string, name: string, value = ''): Refusal => ({
  values: { reason, ArgumentName: name, ArgumentValue: toText(value) ?? '' },
  found: `${reason} ${name} is ${quoted(value)}.`,
})

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

/** @throws TypeError for a signature of another version */
function v4Of({ parsed }: OssCall): ParsedSignatureV4 {
  if (parsed.version === 'V4') return parsed
  throw new TypeError('A check of V4 was asked of another signature.')
}

/** Whether a header has the form of its version. */
function isWellFormed(parsed: ParsedSignature): boolean {
  const { accessKeyId, signature } = parsed
  if (parsed.version === 'V1') return /^\S+$/.test(accessKeyId) && /^\S+$/.test(signature)
  const names = (parsed.fields ?? []).map((field) => field.split('=', 1)[0] ?? '')
  const isKnown = names.every((name) => fieldsV4.includes(name))
  const isOnce = new Set(names).size === names.length
  return isKnown && isOnce && parsed.credential !== '' && signature !== ''
}

const fieldsV4 = ['Credential', 'AdditionalHeaders', 'Signature']

const scopeForm = /^.+\/\d{8}\/[^/]+\/(?:oss|oss-cloudbox)\/aliyun_v4_request$/

/** The parameters that a signed URL must have, in the order in which they are missed. */
const urlParametersV4 = ['x-oss-credential', 'x-oss-date', 'x-oss-expires', 'x-oss-signature']

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
  'authorization-grammar': ({ parsed }) =>
    passIf(isWellFormed(parsed), () => ({
      values: {
        reason: 'Authorization header is invalid.',
        ArgumentName: 'Authorization',
        ArgumentValue: '',
      },
    })),
  'credential-scope': (call) => {
    const { credential } = v4Of(call)
    return passIf(scopeForm.test(credential), () =>
      argument('The Credential of the signature is invalid.', 'Credential', credential),
    )
  },
  'additional-headers': (call) => passIf(v4Of(call).additional !== '', () => ({})),
  'additional-header-items': (call) =>
    passIf(!v4Of(call).additionalHeaders.includes(''), () => ({})),
  'sent-additional-headers': (call) => {
    const { headers } = call.request.message
    const absent = v4Of(call).additionalHeaders.find((name) => headers.get(name) === undefined)
    return passIf(absent === undefined, () => ({ values: { ArgumentValue: absent ?? '' } }))
  },
} satisfies Partial<Record<OssCheckName, OssJudge>>

const urlJudges = {
  'url-access-key-id': ({ parsed }) => passIf(parsed.accessKeyId !== '', () => ({})),
  'url-signature': ({ parsed }) => passIf(parsed.signature !== '', () => ({})),
  'url-expires': ({ request }) => passIf(queryValue(request, 'Expires') !== undefined, () => ({})),
  'url-expires-empty': ({ request }) => passIf(queryValue(request, 'Expires') !== '', () => ({})),
  'url-expires-number': ({ parsed, request }) =>
    passIf(parsed.endsAtMs !== undefined, () => ({
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
  date: ({ parsed }) => passIf(parsed.date !== undefined, () => ({})),
  'date-form': ({ parsed: { signedAtMs, date = '' } }) =>
    passIf(signedAtMs !== undefined, () => ({ found: `The time of signing is ${quoted(date)}.` })),
  'clock-skew': (call) =>
    passIf(isFresh(call.parsed.signedAtMs ?? 0, call.ports.clock), () => tooSkewed(call)),
  'url-not-early': (call) => {
    const atMs = call.parsed.signedAtMs ?? 0
    const isEarly = !byEitherClock(call.ports.clock, (nowMs) => nowMs >= atMs - windowMs)
    return passIf(!isEarly, () => tooSkewed(call))
  },
  // Expiry follows the emulator's clock alone.
  'url-not-expired': ({ parsed: { endsAtMs = 0 }, ports: { clock } }) =>
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
