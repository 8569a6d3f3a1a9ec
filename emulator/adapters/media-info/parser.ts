import { once } from 'node:events'
import { extname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { RangedFile } from '../../ports/media-probe.ts'
import type { Parsed, Reply } from './worker.ts'

/** Where the program of the thread is, from this module: in the sources, in the package, in its CommonJS part. */
const programs: Readonly<Record<string, string>> = {
  '.ts': 'worker.ts',
  '.js': '../media-info.js',
  '.cjs': '../../media-info.js',
}

/** How long the thread may be busy with a file, ms; with a good one it is for hundredths of a second. */
const maxBusyMs = 20_000

/** How long an idle thread is kept, ms. */
const keptMs = 5_000

/** Reads files in another thread, one after the other. */
export interface Parser {
  /** Undefined when the parser failed on the file. @throws what reading it rejects with, or the signal was aborted with */
  parse(file: RangedFile, signal: AbortSignal): Promise<Parsed | undefined>
  /** Ends the thread, once what was asked for is done. */
  close(): Promise<void>
}

class ParserFailed extends Error {}

/** Sends the thread what it wants and waits for what it sends. @throws ParserFailed; what the signal was aborted with */
async function ask(
  worker: Worker,
  message: number | Uint8Array,
  maxMs: number,
  signal: AbortSignal,
): Promise<Reply> {
  const ended = new AbortController()
  const stop = () => ended.abort()
  const limit = setTimeout(stop, maxMs)
  worker.once('exit', stop)
  try {
    worker.postMessage(message)
    const either = AbortSignal.any([ended.signal, signal])
    const [reply] = await once(worker, 'message', { signal: either })
    return reply
  } catch (cause) {
    signal.throwIfAborted()
    throw new ParserFailed('MediaInfo failed.', { cause })
  } finally {
    clearTimeout(limit)
    worker.off('exit', stop)
  }
}

async function parseWith(worker: Worker, file: RangedFile, signal: AbortSignal): Promise<Parsed> {
  let busyMs = 0
  const asking = async (message: number | Uint8Array) => {
    const startedMs = performance.now()
    const reply = await ask(worker, message, maxBusyMs - busyMs, signal)
    busyMs += performance.now() - startedMs
    return reply
  }
  let reply = await asking(file.size)
  while ('wanted' in reply) reply = await asking(await file.read(reply.wanted, signal))
  return reply.found
}

function start(): Worker {
  const program = programs[extname(import.meta.filename)] ?? ''
  const worker = new Worker(join(import.meta.dirname, program), { execArgv: [] })
  // Without a listener a failure of the thread would be one of the process; it ends with it.
  worker.on('error', () => undefined)
  return worker
}

export function parser(): Parser {
  let worker: Worker | undefined
  let idle: NodeJS.Timeout | undefined
  let last: Promise<unknown> = Promise.resolve()

  async function end(): Promise<void> {
    clearTimeout(idle)
    const ending = worker
    worker = undefined
    await ending?.terminate()
  }

  async function parse(file: RangedFile, signal: AbortSignal): Promise<Parsed | undefined> {
    clearTimeout(idle)
    worker ??= start()
    worker.ref()
    try {
      const parsed = await parseWith(worker, file, signal)
      worker.unref()
      idle = setTimeout(end, keptMs).unref()
      return parsed
    } catch (error) {
      await end()
      if (error instanceof ParserFailed) return undefined
      throw error
    }
  }

  const afterOthers = <T>(task: () => Promise<T>): Promise<T> => {
    const result = last.then(task)
    last = result.catch(() => undefined)
    return result
  }

  return {
    parse: (file, signal) => afterOthers(() => parse(file, signal)),
    close: () => afterOthers(end),
  }
}
