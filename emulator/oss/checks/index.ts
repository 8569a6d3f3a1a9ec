import { type OssCheckName, type OssScheme, ossChecks } from '#contracts/oss/checks.ts'
import { type CheckFunction, runChecks } from '../../kernel/checks.ts'
import { ossError } from '../../kernel/oss-errors.ts'
import type { OssCall } from '../call.ts'
import { addressJudges } from './address.ts'
import { keyJudges } from './key.ts'
import { signatureJudges } from './signature.ts'

/** One function for each check of the contract. */
export const ossJudges: Readonly<Record<OssCheckName, CheckFunction<OssCall>>> = {
  ...signatureJudges,
  ...keyJudges,
  ...addressJudges,
}

/** What a request without a signature fails by is the same under every scheme. */
const schemeOf = (call: OssCall): OssScheme => (call.isSigned ? call.parsed.scheme : 'V1 header')

/** Asks every check of the contract in its order. @throws ApiError of the first that is not passed */
export function judgeCall(call: OssCall): void {
  runChecks(ossChecks[schemeOf(call)], ossJudges, call, ossError)
}

/** Names of the checks that a request goes through. */
export const checkNames = (call: OssCall): readonly string[] =>
  ossChecks[schemeOf(call)].map(({ name }) => name)
