import { text } from 'node:stream/consumers'
import type { Options } from '../config/index.ts'

/** How long the answer may take, ms. */
const maxWaitMs = 2000

/** Where an emulator that listens on all addresses is found from its own machine. */
const loopback: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' }

interface Answer {
  readonly status: number
  readonly body: string
}

type Question = Pick<Options, 'host' | 'port' | 'controlToken'>

function ask({ host, port, controlToken }: Question, signal: AbortSignal): Promise<Answer> {
  // An import would also load Node's fetch, which is most of the time that this takes.
  const { request } = process.getBuiltinModule('node:http')
  const headers = {
    // The control plane answers local names only; the address need not be one.
    host: `localhost:${port}`,
    ...(controlToken !== undefined && { authorization: `Bearer ${controlToken}` }),
  }
  return new Promise((resolve, reject) => {
    request({ host, port, path: '/_emulator/ready', headers, agent: false, signal })
      .on('error', reject)
      .on('response', (response) => {
        text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject)
      })
      .end()
  })
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** What matters here of an answer of the control plane. */
interface Readiness {
  readonly ready?: boolean
  readonly reasons?: readonly string[]
  readonly error?: { readonly message: string }
}

function problemOf({ status, body }: Answer, place: string): string | undefined {
  const readiness = parsed(body) as Readiness | undefined | null
  if (status === 200 && readiness?.ready === true) return undefined
  const reason = readiness?.reasons?.join(' ') ?? readiness?.error?.message
  return (
    reason ?? `${place} answers ${status} and is not an emulator: give the host and port of one`
  )
}

/** Asks the emulator that was started with these options. Resolves to why it cannot work just now, in one sentence or more; to nothing when it can. */
export async function whyNotReady(options: Question): Promise<string | undefined> {
  const host = loopback[options.host] ?? options.host
  const place = `port ${options.port} of ${host}`
  const signal = AbortSignal.timeout(maxWaitMs)
  try {
    return problemOf(await ask({ ...options, host }, signal), place)
  } catch (error) {
    if (signal.aborted) return `${place} has not answered within ${maxWaitMs / 1000} s`
    const { code, message } = error as NodeJS.ErrnoException
    return `${place} does not answer (${code ?? message})`
  }
}
