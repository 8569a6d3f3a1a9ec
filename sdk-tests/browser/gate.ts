import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream/promises'

/** Requests that wait in front of the emulator. */
export interface Held extends Disposable {
  /** How many came. */
  readonly waiting: number
  /** Lets them pass, and those that come later; so does the end of its block. */
  release(): void
}

/**
 * Stands between a browser and an emulator, and lets a test stop the world at one request. Playwright's own interception
 * would answer preflights itself, so that the emulator's answers were never tried.
 */
export interface Gate extends AsyncDisposable {
  readonly origin: string
  /** `METHOD target` of every request, in the order in which they came. */
  readonly requests: readonly string[]
  /** Holds requests whose `METHOD target` matches, until they are released. */
  hold(which: RegExp): Held
}

interface Barrier {
  readonly which: RegExp
  readonly opened: PromiseWithResolvers<void>
  waiting: number
}

/** A browser that gave up is no failure of the gate. */
const untilClosed = (copied: Promise<void>): Promise<void> => copied.catch(() => undefined)

async function forward(
  { hostname, port }: URL,
  asked: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method, url, headers } = asked
  const sent = request({ hostname, port, method, path: url, headers, agent: false })
  const copied = untilClosed(pipeline(asked, sent))
  // An answer may come before the whole of the request was read.
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  response.writeHead(answer.statusCode ?? 0, answer.rawHeaders)
  await pipeline(answer, response)
  await copied
}

/** Starts a gate on a free port. */
export async function startGate(emulator: string): Promise<Gate> {
  const requests: string[] = []
  let barriers: readonly Barrier[] = []
  const server = createServer(async (asked, response) => {
    const line = `${asked.method} ${asked.url}`
    requests.push(line)
    const found = barriers.find(({ which }) => which.test(line))
    if (found) {
      found.waiting++
      await found.opened.promise
    }
    await untilClosed(forward(new URL(emulator), asked, response))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    hold(which) {
      const held: Barrier = { which, opened: Promise.withResolvers(), waiting: 0 }
      barriers = [...barriers, held]
      const release = () => {
        barriers = barriers.filter((other) => other !== held)
        held.opened.resolve()
      }
      return {
        get waiting() {
          return held.waiting
        },
        release,
        [Symbol.dispose]: release,
      }
    },
    async [Symbol.asyncDispose]() {
      for (const { opened } of barriers) opened.resolve()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
