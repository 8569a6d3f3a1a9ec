import { type OssCheckName, type OssScheme, ossChecks } from '#contracts/oss/checks.ts'
import { type CheckFunction, runChecks } from '../../kernel/checks.ts'
import { ossError } from '../../kernel/oss-errors.ts'
import type { OssCall } from '../call.ts'
import { addressChecks } from './address.ts'
import { headerChecks } from './header.ts'
import { keyChecks } from './key.ts'
import { schemeChecks } from './scheme.ts'
import { scopeChecks } from './scope.ts'
import { timeChecks } from './time.ts'
import { urlChecks } from './url.ts'

/** One function for each check of the contract. */
export const ossCheckFunctions: Readonly<Record<OssCheckName, CheckFunction<OssCall>>> = {
  ...schemeChecks,
  ...headerChecks,
  ...urlChecks,
  ...scopeChecks,
  ...timeChecks,
  ...keyChecks,
  ...addressChecks,
}

/** A request without a signature fails the same checks under every scheme. */
const schemeOf = (call: OssCall): OssScheme => (call.isSigned ? call.parsed.scheme : 'V1 header')

/** Runs every check of the contract in its order. @throws ApiError of the first that is not passed */
export const checkCall = (call: OssCall): Promise<void> =>
  runChecks(ossChecks[schemeOf(call)], ossCheckFunctions, call, ossError)

/** Names of the checks that a request goes through. */
export const checkNames = (call: OssCall): readonly string[] =>
  ossChecks[schemeOf(call)].map(({ name }) => name)
