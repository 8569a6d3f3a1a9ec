import { openapiClient } from './openapi-client.ts'
import { openapiCore, openapiCoreV1 } from './openapi-core.ts'
import { popCoreGet, popCorePost } from './pop-core.ts'
import type { RpcDriver } from './rpc-driver.ts'

/** Every way that official clients call the RPC API. */
export const rpcDrivers: readonly RpcDriver[] = [
  openapiCore,
  openapiClient,
  openapiCoreV1,
  popCoreGet,
  popCorePost,
]
