import { type HttpHandler, http } from 'msw'
import type { Emulator } from './app/app.ts'
import { servicePattern } from './kernel/urls.ts'

/** The service's own names: VOD and STS in any region, and OSS with or without a bucket, also before a domain of acceleration. */
const serviceNames = new RegExp(
  `^https?://(?:${servicePattern}|(?:[a-z0-9-]+\\.){0,2}oss-[a-z0-9-]+)\\.aliyuncs\\.com(?::\\d+)?/`,
)

/** What a URL on one of these domains begins with. */
const onDomain = (name: string): RegExp =>
  new RegExp(`^https?://${name.replaceAll('.', '\\.')}(?::\\d+)?/`)

/**
 * MSW handlers that answer the production host names, and the emulator's CDN domains, from an emulator in this process. A client aimed at
 * `vod.cn-shanghai.aliyuncs.com`, and then at the OSS host that it is given, never opens a socket.
 *
 * Clients that import functions by name from `node:http` or `node:https` are intercepted only after
 * `syncBuiltinESMExports()` of `node:module` was called after `server.listen()`.
 *
 * @example
 * const server = setupServer(...vodHandlers(await createEmulator()))
 * server.listen()
 */
export const vodHandlers = (
  emulator: Pick<Emulator, 'fetch' | 'options'>,
): readonly HttpHandler[] =>
  [serviceNames, ...emulator.options.cdnDomains.map(({ name }) => onDomain(name))].map((names) =>
    http.all(names, ({ request }) => emulator.fetch(request)),
  )
