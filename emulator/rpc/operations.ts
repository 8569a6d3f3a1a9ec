import type { Resolved } from '#contracts/edition.ts'
import type { RpcOperation } from '#contracts/operation.ts'
import { type ProductName, products } from '#contracts/products.ts'
import type { ByteString } from '../kernel/bytes.ts'
import { hostName } from '../kernel/message.ts'
import { isServiceHost } from '../kernel/urls.ts'
import { commonValue, type RpcRequest } from './request.ts'

/** A product of the RPC gateway: its version, what is emulated of it, and every action that it has. */
export interface Product {
  readonly name: ProductName
  readonly version: string
  readonly operations: ReadonlyMap<string, Emulated>
  /** Those that are answered before anybody asks who has signed. */
  readonly unsigned: ReadonlyMap<string, Emulated>
  readonly actions: ReadonlySet<string>
}

/** An operation as data, and what carries it out. */
export interface Emulated {
  readonly contract: RpcOperation
  readonly resolved: Resolved<RpcOperation>
  /** The operation's own handler; what it takes is checked by the validator, which no type can follow through a table. */
  readonly handle: (input: never, context: never) => Promise<object>
}

/** Whether a host is one of the service's names for another product. */
const isHostOfOther = (host: string, product: ProductName): boolean => {
  const [label = ''] = host.split('.')
  return isServiceHost(host) && !(products[product].hosts as readonly string[]).includes(label)
}

export const versionOf = (request: RpcRequest): ByteString | undefined =>
  commonValue(request, 'Version', 'x-acs-version')

export const actionOf = (request: RpcRequest): ByteString | undefined =>
  commonValue(request, 'Action', 'x-acs-action')

/** The product that the version and the name of the host mean. */
export function productOf(request: RpcRequest, emulated: readonly Product[]): Product | undefined {
  const version = versionOf(request)
  const host = hostName(request.message.host)
  return emulated.find(
    (product) => product.version === version && !isHostOfOther(host, product.name),
  )
}
