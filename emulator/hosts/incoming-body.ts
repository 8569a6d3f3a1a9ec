import type { IncomingMessage } from 'node:http'
import type { Body, BodyError } from '../kernel/body.ts'
import { adopt } from '../kernel/buffer-pool.ts'

/** The body of a request of Node's HTTP server, read straight from its stream. */
export interface IncomingBody extends Body {
  /** Bytes that were read so far. */
  received(): number
  /** Makes reading fail from now on; the connection stays, so that an answer can say why. */
  fail(error: BodyError): void
  /** Reads and discards the rest; also resolves when the connection breaks. */
  drain(): Promise<void>
}

type Chunk = IteratorResult<Buffer>

const done: Chunk = { done: true, value: undefined }

/** Failing the stream itself would take the connection with it, and so the answer. */
export function incomingBody(incoming: IncomingMessage): IncomingBody {
  let source: AsyncIterator<Buffer> | undefined
  let bytes = 0
  let failure: BodyError | undefined
  let reject: (error: BodyError) => void = () => undefined

  const read = async (): Promise<Chunk> => {
    source ??= incoming.iterator({ destroyOnReturn: false })
    const next = await source.next()
    if (!next.done) bytes += adopt(next.value).length
    return next
  }
  const next = (): Promise<Chunk> =>
    failure
      ? Promise.reject(failure)
      : new Promise((resolve, rejectRead) => {
          reject = rejectRead
          read().then(resolve, rejectRead)
        })

  return {
    received: () => bytes,
    fail(error) {
      failure ??= error
      reject(failure)
    },
    async drain() {
      try {
        while (!(await read()).done);
      } catch {
        // The client is gone, and with it what was left to read.
      }
    },
    // The source stays as it is: `drain` reads on where a refusal left off.
    [Symbol.asyncIterator]: () => ({ next, return: () => Promise.resolve(done) }),
  }
}
