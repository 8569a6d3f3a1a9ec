import type { OssCheckName } from '#contracts/oss/checks.ts'
import { quoted } from '../../kernel/explanation.ts'
import { basicDate } from '../../kernel/time.ts'
import { argument, type OssCheckFunction, refuseUnless, v4Of } from './refusals.ts'

/** Date, region, product and terminator of a V4 signature: one function for each check. */
export const scopeChecks = {
  'credential-scope': (call) => {
    const { accessKeyId, credential, scope, scheme } = v4Of(call)
    const [date = '', region, product, terminator] = scope
    const isWhole =
      accessKeyId !== '' && region !== '' && product !== '' && terminator === 'aliyun_v4_request'
    // The form of the date has an error of its own in a URL.
    const isDated = scheme === 'V4 URL' || /^\d{8}$/.test(date)
    return refuseUnless(isWhole && isDated, () => argument('Credential', credential))
  },

  'credential-date': (call) => {
    const { credential, scope } = v4Of(call)
    return refuseUnless(/^\d{8}$/.test(scope[0] ?? ''), () =>
      argument('x-oss-credential', credential),
    )
  },

  'signing-region': (call) => {
    if (call.toleratedRegion !== undefined) return undefined
    const { region } = call
    const [, given = ''] = v4Of(call).scope
    return refuseUnless(given === region, () => ({
      found: `The signature is for the region ${quoted(given)}, the bucket is in ${region}. ali-oss without a region signs for cn-hangzhou.`,
    }))
  },

  'signing-product': (call) => {
    const [, , product = ''] = v4Of(call).scope
    return refuseUnless(product === 'oss', () => ({
      found: `The signature is for the product ${quoted(product)}.`,
    }))
  },

  'signing-date': (call) => {
    const { scope, signedAtMs = 0 } = v4Of(call)
    const [date = ''] = scope
    return refuseUnless(date === basicDate(signedAtMs), () => ({
      found: `The Credential is of ${date}, the request was signed on ${basicDate(signedAtMs)}.`,
    }))
  },
} satisfies Partial<Record<OssCheckName, OssCheckFunction>>
