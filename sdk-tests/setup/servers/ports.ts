import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

const grpcOffset = 10_000

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  try {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return true
  } catch {
    return false
  } finally {
    server.close()
  }
}

/**
 * A port that is free, and so is the one 10,000 above, where SeaweedFS adds gRPC. Both lie below the ports that the
 * system gives to clients: a server that is killed finds its own port free when it starts again.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const port = randomInt(11_000, 22_000)
    if ((await isFree(port)) && (await isFree(port + grpcOffset))) return port
  }
  throw new Error('No free port was found between 11000 and 22000 in 100 tries.')
}

/** Where the gRPC of a server listens whose HTTP has this port. */
export const grpcPort = (port: number): number => port + grpcOffset
