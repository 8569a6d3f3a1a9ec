import { type RpcScheme, rpcChecks } from '#contracts/rpc/checks.ts'
import { runChecks } from '../../kernel/checks.ts'
import type { RpcCall } from '../call.ts'
import { rpcError } from '../errors.ts'
import { callJudges } from './call.ts'
import { credentialJudges } from './credentials.ts'
import { checksV1 } from './v1.ts'
import { checksV3 } from './v3.ts'

const common = { ...callJudges, ...credentialJudges }
/** One function for each check of the contract, by scheme. */
export const rpcJudges = { V1: { ...common, ...checksV1 }, V3: { ...common, ...checksV3 } }

const names = {
  V1: rpcChecks.V1.map(({ name }) => name),
  V3: rpcChecks.V3.map(({ name }) => name),
}

/** Names of the checks that a call of a scheme goes through. */
export const checkNames = (scheme: RpcScheme): readonly string[] => names[scheme]

/** Asks every check of the contract in its order. @throws ApiError of the first that is not passed */
export function judgeCall(call: RpcCall): void {
  if (call.parsed.scheme === 'V1') runChecks(rpcChecks.V1, rpcJudges.V1, call, rpcError)
  else runChecks(rpcChecks.V3, rpcJudges.V3, call, rpcError)
}
