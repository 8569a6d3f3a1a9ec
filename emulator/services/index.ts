import type { RpcOperationName, rpcOperations } from '#contracts/index.ts'
import type { Handlers, Ports } from '../kernel/handler.ts'
import type { Account } from './accounts.ts'
import { attachedMedia, type MediaOptions } from './vod/attached-media.ts'

/** A handler for every emulated RPC operation. */
export const rpcHandlers = (
  ports: Ports,
  account: Account,
  options: MediaOptions,
): Handlers<Pick<typeof rpcOperations, RpcOperationName>> => ({
  ...attachedMedia(ports, account, options),
})
