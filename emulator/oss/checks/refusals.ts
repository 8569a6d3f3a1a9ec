import { toText } from '../../kernel/bytes.ts'
import type { CheckFunction, Refusal } from '../../kernel/checks.ts'
import { quoted } from '../../kernel/explanation.ts'
import type { OssCall } from '../call.ts'
import type { ParsedSignatureV4 } from '../signing/parsed-signature.ts'

export type OssCheckFunction = CheckFunction<OssCall>

export const refuseUnless = (holds: boolean, refusal: () => Refusal = () => ({})) =>
  holds ? undefined : refusal()

/** The argument that is wrong, for an InvalidArgument. @param reason the message, for a row that leaves it open */
export const argument = (name: string, value = '', reason = ''): Refusal => ({
  values: {
    ...(reason && { reason }),
    ArgumentName: name,
    ArgumentValue: toText(value) ?? '',
  },
  found: `${name} is ${quoted(value)}.`,
})

/** @throws TypeError for a signature of another version */
export function v4Of({ parsed }: OssCall): ParsedSignatureV4 {
  if (parsed.version === 'V4') return parsed
  throw new TypeError('A check of V4 was asked of another signature.')
}
