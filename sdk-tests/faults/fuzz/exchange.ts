import { connect, type Socket } from 'node:net'
import { type Answer, NoHttp, readAnswers } from './answers.ts'
import { type Framing, framingOf } from './framing.ts'

/**
 * What the client does when it has sent everything: waits for the answers that it can demand and then closes its side,
 * closes its side at once, or goes away.
 */
export type Ending = 'wait' | 'half-close' | 'destroy' | 'reset'

export interface Sending {
  readonly bytes: string
  /** Bytes written at a time, a turn of the loop between two of them; all at once without it. */
  readonly drip?: number
  readonly ending: Ending
}

/** What became of it. */
export interface Outcome {
  readonly framing: Framing
  readonly answers: readonly Answer[]
  /** Why no server may do this; absent when all went well so far. */
  readonly fault?: string
}

/** Maximum time to an answer or the end of the connection, ms. */
const patienceMs = 60_000

/** Writes the bytes, all at once or a few on each turn of the loop, as long as somebody reads them. */
function write(socket: Socket, { bytes, drip = bytes.length }: Sending, done: () => void): void {
  const buffer = Buffer.from(bytes, 'latin1')
  const step = (at: number) => {
    if (!socket.writable) return
    const end = at + drip
    if (end >= buffer.length) socket.write(buffer.subarray(at), done)
    else {
      socket.write(buffer.subarray(at, end))
      setImmediate(step, end)
    }
  }
  step(0)
}

/** Whether everything that may be demanded has been answered, or the server has said that it answers no more. */
const isSatisfied = ({ requests }: Framing, answers: readonly Answer[]): boolean =>
  answers.length >= requests.length ||
  answers.some(({ headers }) => headers.get('connection') === 'close')

function finish(socket: Socket, ending: Ending): void {
  switch (ending) {
    case 'wait':
      return
    case 'half-close':
      socket.end()
      return
    case 'destroy':
      socket.destroy()
      return
    case 'reset':
      socket.resetAndDestroy()
      return
  }
}

interface Result {
  readonly received: string
  readonly hung: boolean
  /** What the system said of the connection, if anything. */
  readonly code: string | undefined
}

/** Sends, gathers what comes back, and resolves when the connection has ended or after a minute. */
function converse(
  port: number,
  sending: Sending,
  satisfied: (received: string) => boolean,
): Promise<Result> {
  return new Promise((resolve) => {
    let received = ''
    let written = false
    let hung = false
    let code: string | undefined
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    const deadline = setTimeout(() => {
      hung = true
      socket.destroy()
    }, patienceMs)
    const endIfSatisfied = () => {
      if (written && sending.ending === 'wait' && satisfied(received)) socket.end()
    }
    socket.on('connect', () =>
      write(socket, sending, () => {
        written = true
        finish(socket, sending.ending)
        endIfSatisfied()
      }),
    )
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      received += chunk
      endIfSatisfied()
    })
    // A server may close while more is sent to it; what it has said until then is checked.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      code = error.code
    })
    socket.on('close', () => {
      clearTimeout(deadline)
      resolve({ received, hung, code })
    })
  })
}

/** Who went away himself has nothing to demand. */
function faultOf(
  { ending }: Sending,
  framing: Framing,
  answers: readonly Answer[],
  { hung, unfinished, code }: Pick<Result, 'hung' | 'code'> & { readonly unfinished: boolean },
): string | undefined {
  if (hung) return `neither an answer nor the end of the connection after ${patienceMs} ms`
  if (ending !== 'wait' || (isSatisfied(framing, answers) && !unfinished)) return undefined
  const how = `${answers.length} answers to ${framing.requests.length} requests`
  return `${how}${unfinished ? ', the last one broken off' : ''} (${code ?? 'closed'})`
}

/** Makes one connection of a sending and reads what the server makes of it. */
export async function exchange(port: number, sending: Sending): Promise<Outcome> {
  const framing = framingOf(sending.bytes)
  const methods = (index: number) => framing.requests[index]?.method
  const read = (received: string, closed: boolean) => readAnswers(received, methods, closed)
  const result = await converse(port, sending, (soFar) => {
    try {
      return isSatisfied(framing, read(soFar, false).answers)
    } catch {
      // Checked when all has come.
      return true
    }
  })
  try {
    const { answers, unfinished } = read(result.received, !result.hung)
    const fault = faultOf(sending, framing, answers, { ...result, unfinished })
    return { framing, answers, ...(fault && { fault }) }
  } catch (error) {
    if (!(error instanceof NoHttp)) throw error
    return { framing, answers: [], fault: error.message }
  }
}
