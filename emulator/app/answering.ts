import type { Options } from '../config/index.ts'
import type { Exchange } from '../hosts/exchange.ts'
import { nodeListener } from '../hosts/node-listener.ts'
import type { Deliveries } from '../kernel/deliveries.ts'
import type { DueWorker } from '../services/due-work/worker.ts'
import type { UrlUploads } from '../services/vod/url-uploads/runner.ts'
import type { Composition } from './compose.ts'
import { onRefused } from './logging.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { composeProtocols } from './protocols.ts'
import { routes } from './router.ts'

/** What answers requests. */
export interface Answering {
  /** Answers a request of `fetch` or MSW. */
  readonly fetch: (request: Request) => Response | Promise<Response>
  /** Answers a request of Node's HTTP server. */
  readonly exchange: (exchange: Exchange) => Promise<void>
  readonly dueWork: DueWorker
  readonly urlUploads: UrlUploads
  readonly deliveries: Deliveries
  /** Removes bytes that no record names. */
  readonly sweep: () => Promise<void>
}

/**
 * The half of the emulator that answers. The start needs nothing of it, so everything that it imports is loaded after the
 * port is open; this is the one place where loading is put off until then.
 */
export function answering(parts: Composition, options: Options): Answering {
  const protocols = composeProtocols(parts, options)
  const app = routes({ ...parts, ...protocols }, options)
  return {
    fetch: (request) => app.fetch(request, {}),
    exchange: nodeListener(
      (request, exchange) => app.fetch(request, { exchange }),
      options.host,
      onRefused(parts),
    ),
    dueWork: protocols.dueWork,
    urlUploads: protocols.urlUploads,
    deliveries: protocols.deliveries,
    sweep: oneAtATime(protocols.sweep),
  }
}
