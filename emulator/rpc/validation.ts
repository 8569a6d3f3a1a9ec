import { constraintName, limits } from '#contracts/derive/rules.ts'
import { type AccountView, type Issue, validate } from '#contracts/derive/validate.ts'
import type { RpcOperation } from '#contracts/operation.ts'
import type { RpcScheme } from '#contracts/rpc/checks.ts'
import type { ToleranceName } from '#contracts/rpc/tolerances.ts'
import type { ApiError } from '../kernel/api-error.ts'
import { faultsOf } from '../kernel/handler.ts'
import type { RpcCall } from './call.ts'
import { checkNames } from './checks/index.ts'
import type { Emulated } from './operations.ts'
import { wireValues } from './tolerances.ts'

const namesOf = {
  V1: new WeakMap<RpcOperation, readonly string[]>(),
  V3: new WeakMap<RpcOperation, readonly string[]>(),
}

/** The names of everything that a call of an operation goes through, put together once. */
export function allChecks(scheme: RpcScheme, { contract }: Emulated): readonly string[] {
  const known = namesOf[scheme].get(contract)
  if (known) return known
  const names = [...checkNames(scheme), ...contract.constraintOrder.map(constraintName)]
  namesOf[scheme].set(contract, names)
  return names
}

/** The error of a violated constraint, with its row of the contract as the check that was not passed. */
function refusal(issue: Issue, operation: Emulated, scheme: RpcScheme): ApiError {
  const { contract, resolved } = operation
  const { error, parameter, violates, at, limit = '', measured } = issue
  const evidence = contract.constraintOrder[at]?.evidence ?? 'inferred'
  const schema = resolved.input[parameter]
  const rule = schema
    ? `${parameter} must be within its limits: ${limits(schema).join('; ') || 'UTF-8'}`
    : ''
  return faultsOf(contract)(
    error,
    { parameter, limit },
    {
      found: `${parameter}: ${measured}.`,
      check: {
        name: `${violates} of ${parameter}`,
        refuses: error,
        rule,
        evidence,
        place: evidence,
        page: contract.see,
      },
      passed: allChecks(scheme, operation).slice(0, checkNames(scheme).length + at),
    },
  )
}

/** The typed input of a call. @throws ApiError of the first violated constraint in the order of the contract */
export function validated(
  { request, parsed }: RpcCall,
  operation: Emulated,
  account: AccountView,
  lenient: readonly ToleranceName[],
): unknown {
  const values = wireValues(operation.contract, request.parameters, lenient)
  const validation = validate(operation.resolved, values, account)
  if ('value' in validation) return validation.value
  throw refusal(validation.issue, operation, parsed.scheme)
}
