import { createHook } from 'node:async_hooks'

/** What Node calls the attempt to reach another machine: a look-up of a name, and a connection. */
const outward: ReadonlySet<string> = new Set(['GETADDRINFOREQWRAP', 'QUERYWRAP', 'TCPCONNECTWRAP'])

/** Everything in this thread that leaves it for the network from now on, below whatever stands in for sockets. */
export function watchNetwork(): Disposable & { readonly attempts: readonly string[] } {
  const attempts: string[] = []
  const hook = createHook({
    init(_, type) {
      if (outward.has(type)) attempts.push(type)
    },
  }).enable()
  return { attempts, [Symbol.dispose]: () => void hook.disable() }
}
