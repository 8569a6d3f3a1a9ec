import { fill } from '#contracts/derive/fill.ts'
import type { Input, Output, RaisedCode, RpcOperation } from '#contracts/operation.ts'
import type { ToleranceName } from '#contracts/tolerances.ts'
import type { Clock } from '../ports/clock.ts'
import type { Credentials, Principal } from '../ports/credentials.ts'
import type { Ids } from '../ports/ids.ts'
import type { Records } from '../ports/records/records.ts'
import { ApiError, type ErrorDetails } from './api-error.ts'
import { checkOfOperation } from './checks.ts'
import type { Events } from './events.ts'
import type { Urls } from './urls.ts'

/** What every service may use. */
export interface Ports {
  readonly clock: Clock
  readonly ids: Ids
  readonly credentials: Credentials
  readonly records: Records
  readonly events: Events
}

/** What a handler of an RPC operation knows of its call besides the input. */
export interface Context<O extends RpcOperation> {
  readonly principal: Principal
  readonly urls: Urls
  /** Makes an error to throw; the operation's contract must say when it comes. */
  readonly fault: (
    code: RaisedCode<O>,
    values?: Readonly<Record<string, string | number>>,
    details?: ErrorDetails,
  ) => ApiError
  /** Whether a tolerance is on for what would be refused otherwise; the answer then tells what was found. */
  readonly tolerates: (name: ToleranceName, found: string) => boolean
}

export type Handler<O extends RpcOperation> = (
  input: Input<O>,
  context: Context<O>,
) => Promise<Omit<Output<O>, 'RequestId'>>

/** One handler for each operation of a module of contracts; the compiler names what is missing. */
export type Handlers<T> = {
  readonly [K in keyof T]: T[K] extends RpcOperation ? Handler<T[K]> : never
}

/** An error that the contract of an operation declares. @throws TypeError for one that it does not */
export function declaredError(
  { name, errors }: RpcOperation,
  code: string,
  values: Readonly<Record<string, string | number>> = {},
  details: ErrorDetails = {},
): ApiError {
  const error = errors[code]
  if (!error) throw new TypeError(`${name} declares no error ${code}.`)
  const { status, message, remedy, evidence } = error
  return new ApiError(code, status, fill(message, values), { remedy, evidence, ...details })
}

/**
 * The errors that the handler of an operation may raise, by their codes; each says when it comes.
 *
 * @param passed names of the checks before the handler
 */
export const faultsOf =
  <O extends RpcOperation>(operation: O, passed: readonly string[]): Context<O>['fault'] =>
  (code, values, details) => {
    const { name, see: page, errors } = operation
    const { when, evidence } = errors[code] ?? {}
    const check = checkOfOperation(name, code, { evidence, page })
    return declaredError(operation, code, values, { found: when, check, passed, ...details })
  }

/** Runs a handler, and lets only declared errors pass. @throws TypeError instead of an undeclared one */
export async function raisingDeclared<T>(
  { name, errors }: RpcOperation,
  handle: () => Promise<T>,
): Promise<T> {
  try {
    return await handle()
  } catch (error) {
    if (!(error instanceof ApiError) || errors[error.code]?.when !== undefined) throw error
    const what = `The handler of ${name} raised ${error.code}, but its contract does not say when that comes.`
    throw new TypeError(what, { cause: error })
  }
}
