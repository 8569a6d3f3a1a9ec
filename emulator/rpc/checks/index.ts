import { type RpcScheme, rpcCallChecks, rpcChecks } from '#contracts/rpc/checks.ts'
import { runChecks } from '../../kernel/checks.ts'
import type { RpcCall } from '../call.ts'
import { rpcError } from '../errors.ts'
import { callChecks } from './call.ts'
import { credentialChecks } from './credentials.ts'
import { checksV1 } from './v1.ts'
import { checksV3 } from './v3.ts'

const common = { ...callChecks, ...credentialChecks }
/** One function for each check of the contract, by scheme. */
export const rpcCheckFunctions = { V1: { ...common, ...checksV1 }, V3: { ...common, ...checksV3 } }

const names = {
  V1: rpcChecks.V1.map(({ name }) => name),
  V3: rpcChecks.V3.map(({ name }) => name),
}

/** Names of the checks that a call of a scheme goes through. */
export const checkNames = (scheme: RpcScheme): readonly string[] => names[scheme]

/** Runs the checks of a call that needs no signature. @throws ApiError of the first that is not passed */
export const checkUnsignedCall = (call: RpcCall): Promise<void> =>
  runChecks(rpcCallChecks, callChecks, call, rpcError)

/** Runs every check of the contract in its order. @throws ApiError of the first that is not passed */
export const checkCall = (call: RpcCall): Promise<void> =>
  call.parsed.scheme === 'V1'
    ? runChecks(rpcChecks.V1, rpcCheckFunctions.V1, call, rpcError)
    : runChecks(rpcChecks.V3, rpcCheckFunctions.V3, call, rpcError)
