import type { OssCheckName } from '#contracts/oss/checks.ts'
import { quoted } from '../../kernel/explanation.ts'
import type { OssCall } from '../call.ts'
import { queryValue } from '../request.ts'
import { lifeOf } from '../signing/parse.ts'
import { urlParameters } from '../signing/schemes.ts'
import { argument, type OssCheckFunction, refuseUnless } from './refusals.ts'

const given =
  (name: string): OssCheckFunction =>
  ({ request }) =>
    refuseUnless(Boolean(queryValue(request, name)), () => argument(name))

const isRepeated = ({ request: { query } }: OssCall, name: string): boolean =>
  query.filter((parameter) => parameter.name === name).length > 1

/** The form of a signed URL: one function for each check. */
export const urlChecks = {
  'single-parameters': (call) => {
    const repeated = urlParameters[call.parsed.version].find((name) => isRepeated(call, name))
    return refuseUnless(repeated === undefined, () => argument(repeated ?? ''))
  },

  'url-access-key-id': ({ parsed }) => refuseUnless(parsed.accessKeyId !== ''),
  'url-signature': ({ parsed }) => refuseUnless(parsed.signature !== ''),
  'url-expires': ({ request }) => refuseUnless(queryValue(request, 'Expires') !== undefined),
  'url-expires-empty': ({ request }) => refuseUnless(queryValue(request, 'Expires') !== ''),
  'url-expires-number': ({ parsed, request }) =>
    refuseUnless(parsed.endsAtMs !== undefined, () => ({
      found: `Expires is ${quoted(queryValue(request, 'Expires') ?? '')}.`,
    })),

  'url-v4-version': ({ request }) => {
    const version = queryValue(request, 'x-oss-signature-version')
    const reason = 'x-oss-signature-version is invalid.'
    return refuseUnless(version === 'OSS4-HMAC-SHA256', () =>
      argument('x-oss-signature-version', version, reason),
    )
  },
  'url-v4-credential': given('x-oss-credential'),
  'url-v4-date': ({ request }) =>
    refuseUnless(Boolean(queryValue(request, 'x-oss-date')), () =>
      argument('x-oss-date', '', 'x-oss-date is missing in the query string.'),
    ),
  'url-v4-expires': given('x-oss-expires'),
  'url-v4-signature': given('x-oss-signature'),
  'url-v4-life': ({ request }) => {
    const expires = queryValue(request, 'x-oss-expires') ?? ''
    return refuseUnless(lifeOf(expires) !== undefined, () => argument('x-oss-expires', expires))
  },
} satisfies Partial<Record<OssCheckName, OssCheckFunction>>
