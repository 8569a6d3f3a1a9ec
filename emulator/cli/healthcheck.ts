import { text } from 'node:stream/consumers'
import type { Options } from '../config/index.ts'

/** How long the answer may take, ms. */
const maxWaitMs = 2000

/** Where an emulator that listens on all addresses is found from its own machine. */
const loopback: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' }

interface Answer {
  readonly status: number
  readonly body: string
  readonly explanation: unknown
}

type Question = Pick<Options, 'host' | 'port' | 'controlToken' | 'tls' | 'tlsCert' | 'dataDir'>

async function ask(options: Question, signal: AbortSignal): Promise<Answer> {
  const { host, port, controlToken, tls } = options
  // An import would also load Node's fetch, which is most of the time that this takes.
  const { request } = process.getBuiltinModule(tls ? 'node:https' : 'node:http')
  const trust = tls ? await (await import('./trusted.ts')).trusted(options) : {}
  const headers = {
    // The control plane answers local names only; the address need not be one.
    host: `localhost:${port}`,
    ...(controlToken !== undefined && { authorization: `Bearer ${controlToken}` }),
  }
  return new Promise((resolve, reject) => {
    request({ ...trust, host, port, path: '/_emulator/ready', headers, agent: false, signal })
      .on('error', reject)
      .on('response', (response) => {
        const { statusCode: status = 0, headers: received } = response
        const explanation = received['x-vod-emulator-explanation']
        text(response).then((body) => resolve({ status, body, explanation }), reject)
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

function problemOf({ status, body, explanation }: Answer, place: string): string | undefined {
  const readiness = parsed(body) as Readiness | undefined | null
  if (status === 200 && readiness?.ready === true) return undefined
  const reason = readiness?.reasons?.join(' ') ?? readiness?.error?.message
  if (reason !== undefined) return reason
  return typeof explanation === 'string'
    ? `${place} answers ${status}: ${explanation}`
    : `${place} answers ${status} and is not an emulator: give the host and port of one`
}

/** Errors of a handshake with what does not speak TLS, and with what has another certificate. */
const noTls = /^(?:EPROTO|ERR_SSL_)/
const otherCertificate = /CERT|UNABLE_TO_/

function faultOf({ code, message }: NodeJS.ErrnoException, place: string): string {
  const what = code ?? message
  if (noTls.test(what))
    return `${place} does not speak HTTPS (${what}): omit --tls, or start the emulator with it`
  if (otherCertificate.test(what))
    return `${place} has another certificate (${what}): give the --data or --tls-cert that the emulator was started with`
  if (what === 'ENOENT')
    return 'there is no CA in the folder of --data: give the one that the emulator was started with, or omit --tls'
  return `${place} does not answer (${what})`
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
    return faultOf(error as NodeJS.ErrnoException, place)
  }
}
