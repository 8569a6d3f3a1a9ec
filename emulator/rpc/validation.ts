import type { AccountView } from '#contracts/derive/constraints/constraint.ts'
import { limits } from '#contracts/derive/fields.ts'
import { fieldsByPath, type Issue, validate } from '#contracts/derive/validate.ts'
import type { OrderedConstraint, RpcOperation } from '#contracts/operation.ts'
import type { RpcScheme } from '#contracts/rpc/checks.ts'
import type { ToleranceName } from '#contracts/tolerances.ts'
import type { ApiError } from '../kernel/api-error.ts'
import { declaredError } from '../kernel/handler.ts'
import type { RpcCall } from './call.ts'
import { checkNames } from './checks/index.ts'
import type { Emulated } from './operations.ts'
import { wireValues } from './tolerances.ts'

/** A row of the constraint order as text: `maxLength of Title, Tags`. */
const rowName = ({ violates, of }: OrderedConstraint): string =>
  `${violates} of ${of?.join(', ') ?? 'every parameter'}`

const namesOf = {
  V1: new WeakMap<RpcOperation, readonly string[]>(),
  V3: new WeakMap<RpcOperation, readonly string[]>(),
}

/** The names of everything that a call of an operation goes through, put together once. */
export function allChecks(scheme: RpcScheme, { contract }: Emulated): readonly string[] {
  const known = namesOf[scheme].get(contract)
  if (known) return known
  const names = [...checkNames(scheme), ...contract.constraintOrder.map(rowName)]
  namesOf[scheme].set(contract, names)
  return names
}

const rules = new WeakMap<Emulated, ReadonlyMap<string, string>>()

/** What is said of every field of an operation, put together once. */
function rulesOf(operation: Emulated): ReadonlyMap<string, string> {
  const known = rules.get(operation)
  if (known) return known
  const made = [...fieldsByPath(operation.resolved)].map(([path, { schema }]) => {
    const words = limits(schema).join('; ')
    return [path, `${path} must be within its limits: ${words || 'UTF-8'}`] as const
  })
  const byPath = new Map(made)
  rules.set(operation, byPath)
  return byPath
}

/** The error of a violated constraint, with its row of the contract as the check that was not passed. */
function refusal(issue: Issue, operation: Emulated, scheme: RpcScheme): ApiError {
  const { contract } = operation
  const { error, of, violates, at, values, measured } = issue
  const evidence = contract.constraintOrder[at]?.evidence ?? 'inferred'
  return declaredError(contract, error, values, {
    found: `${of}: ${measured}.`,
    check: {
      name: `${violates} of ${of}`,
      refuses: error,
      rule: rulesOf(operation).get(of) ?? '',
      evidence,
      place: evidence,
      page: contract.see,
    },
    passed: allChecks(scheme, operation).slice(0, checkNames(scheme).length + at),
  })
}

/** The typed input of a call. @throws ApiError of the first violated constraint in the order of the contract */
export async function validated(
  { request, parsed }: RpcCall,
  operation: Emulated,
  account: AccountView,
  lenient: readonly ToleranceName[],
): Promise<unknown> {
  const values = wireValues(operation.contract, request.parameters, lenient)
  const validation = await validate(operation.resolved, values, account)
  if ('value' in validation) return validation.value
  throw refusal(validation.issue, operation, parsed.scheme)
}
