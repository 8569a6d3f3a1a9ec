import type { RpcOperationName, rpcOperations } from '#contracts/index.ts'
import type { Handlers } from '../kernel/handler.ts'
import { applicationStorage } from './vod/application-storage.ts'
import { applications } from './vod/applications.ts'
import { attachedMedia, type MediaOptions, type VodPorts } from './vod/attached-media.ts'
import { callbacks } from './vod/callbacks.ts'
import { categories } from './vod/categories.ts'
import { searching } from './vod/search.ts'
import { watermarks } from './vod/watermarks.ts'

/** A handler for every emulated RPC operation. */
export const rpcHandlers = (
  ports: VodPorts,
  options: MediaOptions,
): Handlers<Pick<typeof rpcOperations, RpcOperationName>> => ({
  ...attachedMedia(ports, options),
  ...categories(ports),
  ...watermarks(ports),
  ...searching(ports),
  ...callbacks(ports),
  ...applications(ports),
  ...applicationStorage(ports),
})
