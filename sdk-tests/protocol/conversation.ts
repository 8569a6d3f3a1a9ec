import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { connect as connectSecurely } from 'node:tls'
import type { Target } from '#contracts/target.ts'

/** One connection, spoken on by hand. Disposing of it breaks it. */
export interface Conversation extends Disposable {
  readonly socket: Socket
  say(bytes: string | Buffer): void
  /** What has come when it matches, or when the connection closes. */
  hear(pattern: RegExp): Promise<string>
  /** All that has come when the connection is closed. */
  rest(): Promise<string>
}

/** Opens a connection; bytes are latin1. A reset counts as an end. */
export async function converse(target: Target): Promise<Conversation> {
  const { protocol } = target.rpc
  const { hostname: host, port } = new URL(`${protocol}://${target.rpc.host}`)
  const at = { host, port: Number(port) }
  const socket = connect(at)
  await once(socket, 'connect')
  return conversation(protocol === 'https' ? await secured(socket) : socket)
}

/** The same connection with TLS; one that the other side has closed instead is closed. */
async function secured(plain: Socket): Promise<Socket> {
  const socket = connectSecurely({ socket: plain })
  const { promise, resolve } = Promise.withResolvers<void>()
  socket.once('secureConnect', resolve).once('close', resolve)
  socket.on('error', () => undefined)
  await promise
  return socket
}

/** Waits for an event, whatever errors come before it. */
const eventOf = (socket: Socket, name: 'close' | 'data'): Promise<unknown> =>
  new Promise((resolve) => socket.once(name, resolve))

function conversation(socket: Socket): Conversation {
  let heard = ''
  socket.setEncoding('latin1')
  socket.on('data', (text: string) => {
    heard += text
  })
  socket.on('error', () => undefined)
  const closed = socket.closed ? Promise.resolve() : eventOf(socket, 'close')
  return {
    socket,
    say: (bytes) => void socket.write(bytes, 'latin1'),
    async hear(pattern) {
      while (!pattern.test(heard) && !socket.closed)
        await Promise.race([eventOf(socket, 'data'), closed])
      return heard
    },
    async rest() {
      await closed
      return heard
    },
    [Symbol.dispose]: () => void socket.destroy(),
  }
}

export interface HttpAnswer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
}

/** The answers of a connection, each with its Content-Length. @throws Error for a single byte too many or too few */
export function answersIn(text: string): readonly HttpAnswer[] {
  const answers: HttpAnswer[] = []
  for (let rest = text; rest !== ''; ) {
    const end = rest.indexOf('\r\n\r\n')
    const [line = '', ...lines] = rest.slice(0, end).split('\r\n')
    const status = /^HTTP\/1\.1 (\d{3}) /.exec(line)?.[1]
    if (end < 0 || !status) throw new Error(`No answer: ${rest.slice(0, 200)}`)
    const headers = new Map(
      lines.map((header) => {
        const colon = header.indexOf(': ')
        return [header.slice(0, colon).toLowerCase(), header.slice(colon + 2)] as const
      }),
    )
    const length = Number(headers.get('content-length') ?? Number.NaN)
    const body = rest.slice(end + 4, end + 4 + length)
    if (body.length !== length) throw new Error(`${body.length} bytes came of ${length}`)
    answers.push({ status: Number(status), headers, body })
    rest = rest.slice(end + 4 + length)
  }
  return answers
}

/** The only answer of a connection. */
export function onlyAnswerIn(text: string): HttpAnswer {
  const [answer, ...others] = answersIn(text)
  if (!answer || others.length > 0) throw new Error(`${others.length + 1} answers: ${text}`)
  return answer
}

/** What a refusal says, whichever protocol's shape it has. */
export function refusalIn({ status, headers, body }: HttpAnswer) {
  const explanation = headers.get('x-vod-emulator-explanation')
  const id = headers.get('x-acs-request-id') ?? headers.get('x-oss-request-id')
  if (body.startsWith('<')) {
    const element = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1]
    if (element('RequestId') !== id) throw new Error(`The body has another request id: ${body}`)
    return { status, code: element('Code'), explanation }
  }
  const { Code, RequestId }: Record<string, string> = JSON.parse(body)
  if (RequestId !== id) throw new Error(`The body has another request id: ${body}`)
  return { status, code: Code, explanation }
}

/** The head of a request to a URL, and its body. */
export function requestTo(
  method: string,
  url: string,
  headers: readonly string[] = [],
  body = '',
): string {
  const { host } = new URL(url)
  const target = url.slice(url.indexOf('/', 8))
  return `${[`${method} ${target} HTTP/1.1`, `Host: ${host}`, ...headers].join('\r\n')}\r\n\r\n${body}`
}
