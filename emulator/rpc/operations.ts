import type { RpcOperation } from '#contracts/operation.ts'
import type { Resolved } from '#contracts/schema.ts'
import { hostName } from '../kernel/message.ts'
import { isServiceHost } from '../kernel/urls.ts'
import { rpcError } from './errors.ts'
import { commonValue, type RpcRequest } from './request.ts'

/** A product of the RPC gateway: its version, what is emulated of it, and every action that it has. */
export interface Product {
  readonly name: string
  readonly version: string
  readonly operations: ReadonlyMap<string, Emulated>
  readonly actions: ReadonlySet<string>
}

/** An operation as data, and what carries it out. */
export interface Emulated {
  readonly contract: RpcOperation
  readonly resolved: Resolved<RpcOperation>
  /** The operation's own handler; what it takes is checked by the validator, which no type can follow through a table. */
  readonly handle: (input: never, context: never) => Promise<object>
}

/** Whether a host is one of the service's names, but of another product. */
const isHostOfOther = (host: string, product: string): boolean =>
  isServiceHost(host) && !host.startsWith(product)

/**
 * Version, then action, then method.
 *
 * @throws ApiError MissingVersion, InvalidVersion, MissingAction, InvalidAction.NotFound, UnsupportedOperation,
 * UnsupportedHTTPMethod
 */
export function findOperation(request: RpcRequest, products: readonly Product[]): Emulated {
  const version = commonValue(request, 'Version', 'x-acs-version')
  if (version === undefined) throw rpcError('MissingVersion')
  const host = hostName(request.message.host)
  const product = products.find(
    (candidate) => candidate.version === version && !isHostOfOther(host, candidate.name),
  )
  if (!product) throw rpcError('InvalidVersion')
  const action = commonValue(request, 'Action', 'x-acs-action')
  if (action === undefined) throw rpcError('MissingAction')
  const operation = product.operations.get(action)
  if (!operation) {
    if (!product.actions.has(action)) throw rpcError('InvalidAction.NotFound')
    throw rpcError('UnsupportedOperation', { action, info: '/_emulator/info' })
  }
  if (!operation.contract.methods.some((method) => method === request.message.method))
    throw rpcError('UnsupportedHTTPMethod')
  return operation
}
