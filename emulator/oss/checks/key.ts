import type { OssCheckName } from '#contracts/oss/checks.ts'
import { toText } from '../../kernel/bytes.ts'
import type { CheckFunction } from '../../kernel/checks.ts'
import {
  type KeyedCall,
  keyOf,
  tokenChecks,
  unless,
  withoutToken,
} from '../../kernel/key-checks.ts'
import { once } from '../../kernel/once.ts'
import type { OssCall } from '../call.ts'

type OssCheckFunction = CheckFunction<OssCall>

const shownKey = ({ parsed }: KeyedCall) => ({
  OSSAccessKeyId: toText(parsed.accessKeyId) ?? '',
})

const spaced = (bytes: string): string =>
  Buffer.from(bytes, 'latin1').toString('hex').toUpperCase().replace(/../g, '$& ')

// Neither good requests nor the start need the search for mistakes.
const explaining = once(() => import('../signing/explain.ts'))

const signature: OssCheckFunction = (call) => {
  const { meaning, parsed, request, addresses } = call
  if ('address' in meaning) return undefined
  const { stringToSign, canonicalRequest } = meaning.likeliest
  return {
    values: {
      OSSAccessKeyId: parsed.accessKeyId,
      SignatureProvided: parsed.signature,
      StringToSign: toText(stringToSign) ?? stringToSign,
      StringToSignBytes: spaced(stringToSign),
      ...(canonicalRequest && { CanonicalRequest: canonicalRequest }),
    },
    found: async (hide) => {
      const { explainOssMismatch } = await explaining()
      const { secret } = call.verified
      const context = await call.searchContext()
      return explainOssMismatch(request, parsed, [...addresses], secret, context, hide).text
    },
  }
}

/** Key, token, signature: one function for each check. */
export const keyChecks = {
  'access-key-characters': (call) =>
    /^[\w.-]+$/.test(call.parsed.accessKeyId)
      ? undefined
      : { values: shownKey(call), found: `The key id is ${keyOf(call)}.` },
  'known-access-key': unless('unknown-key', (call) => ({
    values: shownKey(call),
    found: `The emulator has no key ${keyOf(call)}.`,
  })),
  'security-token': unless('missing-token', (call) => ({
    values: shownKey(call),
    found: withoutToken(call),
  })),
  ...tokenChecks,
  signature,
  'signature-v4': signature,
} satisfies Partial<Record<OssCheckName, OssCheckFunction>>
