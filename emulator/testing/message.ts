import { Readable } from 'node:stream'
import { bodyFrom } from '../kernel/body.ts'
import { HeaderList, type Message, splitTarget } from '../kernel/message.ts'

/** A request as a host would hand it over, for tests of what reads one. */
export function messageFor(
  target: string,
  options: {
    readonly method?: string
    readonly host?: string
    readonly headers?: Readonly<Record<string, string>>
    readonly localAddress?: string
  } = {},
): Message {
  const { method = 'GET', host = '127.0.0.1:17321', headers = {}, localAddress } = options
  return {
    method,
    scheme: 'http',
    host,
    ...splitTarget(target),
    headers: new HeaderList(Object.entries({ host, ...headers })),
    ...(localAddress && { localAddress }),
    body: () => bodyFrom(Readable.from([])),
  }
}
