import { once } from 'node:events'
import http, { type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { BusyAnswer, SlowAnswer } from './failure.ts'
import { boundedTransport } from './transport.ts'

let answer: RequestListener
let server: Server
let connections: number
const patienceMs = 3_600_000
/** Its timer never fires in a test: `idle` stands in for it. */
const patient = boundedTransport(false, patienceMs)
const impatient = boundedTransport(false, 40)

beforeEach(async () => {
  connections = 0
  server = http.createServer((request, response) => answer(request, response))
  server.on('connection', () => connections++)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

const send = (method = 'GET', { transport, agent } = patient) => {
  const { port } = server.address() as AddressInfo
  let respond: (response: IncomingMessage) => void = () => undefined
  const responded = new Promise<IncomingMessage>((resolve) => {
    respond = resolve
  })
  const request = transport.request({ host: '127.0.0.1', port, method, agent }, respond)
  const failed = once(request, 'error').then(([error]) => error as Error)
  /** What happens when nothing has happened on its connection for as long as the transport waits. */
  const idle = () => request.socket?.emit('timeout')
  return { request, responded, failed, idle }
}

async function answered(): Promise<void> {
  const { request, responded } = send()
  request.end()
  const response = await responded
  await once(response.resume(), 'close')
}

describe('a request', () => {
  test('that gets no answer is ended', async () => {
    answer = () => undefined
    const { request, failed } = send('GET', impatient)
    request.end()

    expect(await failed).toBeInstanceOf(SlowAnswer)
  })

  test('whose body nobody reads is ended', async () => {
    answer = (request) => request.pause()
    const { request, failed } = send('PUT', impatient)
    const fill = () => {
      while (request.write(Buffer.alloc(1_000_000)));
    }
    request.on('drain', fill)
    fill()

    expect(await failed).toBeInstanceOf(SlowAnswer)
  })

  test('whose answer stops in the middle is ended', async () => {
    answer = (_, response) => response.write('half')
    const { request, responded, idle } = send()
    request.end()
    const response = (await responded).resume()
    await once(response, 'data')
    idle()

    expect((await once(response, 'error'))[0]).toBeInstanceOf(SlowAnswer)
  })

  test('may wait for its own body', async () => {
    answer = (request, response) => request.resume().once('end', () => response.end())
    const { request, responded, idle } = send('PUT')
    request.write('a')
    await once(server, 'request')
    idle()
    request.end('b')

    expect((await responded).statusCode).toBe(200)
    ;(await responded).resume()
  })

  test('may wait for the reader of its answer', async () => {
    const bytes = Buffer.alloc(20_000_000, 1)
    answer = (_, response) => response.end(bytes)
    const { request, responded, idle } = send()
    request.end()
    const response = await responded
    response.pause()
    idle()

    expect(Buffer.concat(await response.toArray()).equals(bytes)).toBe(true)
  })

  test('that waited for its reader, and then for a silent server, is ended', async () => {
    answer = (_, response) => response.write('half')
    const { request, responded, idle } = send()
    request.end()
    const response = await responded
    response.pause()
    const timer = vi.spyOn(response.socket, 'setTimeout')
    idle()
    expect(timer).toHaveBeenCalledWith(patienceMs)
    response.resume()
    await once(response, 'data')
    idle()

    expect((await once(response, 'error'))[0]).toBeInstanceOf(SlowAnswer)
  })

  test.for([503, 500, 429])('that is answered with %i fails with that status', async (status) => {
    answer = (_, response) => response.writeHead(status).end('why')
    const { request, failed } = send()
    request.end()

    expect(await failed).toEqual(new BusyAnswer(status))
  })
})

describe('a connection', () => {
  test('is reused', async () => {
    answer = (_, response) => response.end('good')
    await answered()
    await answered()

    expect(connections).toBe(1)
  })

  test.for([0, 1, 2, 3, 4, 5, 10])(
    'on which something was refused is not reused, %i ticks after its answer',
    async (ticks) => {
      answer = (_, response) => response.writeHead(404).end('gone')
      const again = Promise.withResolvers<void>()
      const wait = (left: number): void =>
        left === 0 ? again.resolve(answered()) : process.nextTick(wait, left - 1)
      const { request, responded } = send()
      request.end()
      const response = await responded
      response.once('end', () => wait(ticks)).resume()

      await again.promise

      expect(connections).toBe(2)
    },
  )
})
