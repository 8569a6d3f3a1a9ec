import type { Duplex } from 'node:stream'

/** How long a connection is kept after its last answer for a client that still sends, ms. */
const lingerMs = 2000

/**
 * Ends a connection so that what was written last arrives: bytes that nobody reads would make the system reset it, and a
 * reset overtakes the answer. The other side sees the end at once and has two seconds to end too.
 */
export function lingeringClose(socket: Duplex, last?: string): void {
  const timer = setTimeout(() => socket.destroy(), lingerMs).unref()
  socket.once('close', () => clearTimeout(timer))
  // Nobody listens any more, and a client that has gone is not an error.
  socket.on('error', () => undefined)
  socket.end(last)
  socket.resume()
}
