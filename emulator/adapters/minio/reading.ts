import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { adopt } from '../../kernel/buffer-pool.ts'

/** How an answer is read. */
export interface Reading {
  /** The error for the reader. */
  readonly failure: (error: unknown) => Error
  /** Called once nothing is read any more, before the stream closes. */
  readonly done: () => Promise<void>
}

/** The body of an answer, which pauses while its reader does. */
export function readAnswer(answer: IncomingMessage, { failure, done }: Reading): Readable {
  const stream = new Readable({
    read: () => answer.resume(),
    destroy(error, closed) {
      answer.destroy()
      done().then(() => closed(error), closed)
    },
  })
  answer
    .on('data', (chunk: Buffer) => stream.push(adopt(chunk)) || answer.pause())
    .once('end', () => stream.push(null))
    .on('error', (error) => stream.destroy(failure(error)))
  return stream
}
