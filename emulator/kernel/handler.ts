import { fill } from '#contracts/derive/fill.ts'
import type { ErrorCode, Input, Output, RpcOperation } from '#contracts/operation.ts'
import type { Clock } from '../ports/clock.ts'
import type { Credentials, Principal } from '../ports/credentials.ts'
import type { Ids } from '../ports/ids.ts'
import type { MetadataStore } from '../ports/metadata-store.ts'
import { ApiError, type ErrorDetails } from './api-error.ts'
import type { Urls } from './urls.ts'

/** What every service may use. */
export interface Ports {
  readonly clock: Clock
  readonly ids: Ids
  readonly credentials: Credentials
  readonly records: MetadataStore
}

/** What a handler of an RPC operation knows of its call besides the input. */
export interface Context<O extends RpcOperation> {
  readonly principal: Principal
  readonly urls: Urls
  /** An error that the contract of the operation declares, to be thrown. */
  readonly fault: (
    code: ErrorCode<O>,
    values?: Readonly<Record<string, string | number>>,
    details?: ErrorDetails,
  ) => ApiError
}

export type Handler<O extends RpcOperation> = (
  input: Input<O>,
  context: Context<O>,
) => Promise<Omit<Output<O>, 'RequestId'>>

/** One handler for each operation of a module of contracts; the compiler names what is missing. */
export type Handlers<T> = {
  readonly [K in keyof T]: T[K] extends RpcOperation ? Handler<T[K]> : never
}

/** Errors of one operation by their codes. */
export const faultsOf =
  <O extends RpcOperation>(operation: O): Context<O>['fault'] =>
  (code, values = {}, details = {}) => {
    const error = operation.errors[code]
    if (!error) throw new TypeError(`${operation.name} declares no error ${code}.`)
    const { status, message, remedy, evidence } = error
    return new ApiError(code, status, fill(message, values), { remedy, evidence, ...details })
  }
