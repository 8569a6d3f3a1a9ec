import { once } from 'node:events'
import http, { type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { BusyAnswer, SlowAnswer } from './failure.ts'
import { boundedTransport } from './transport.ts'

const idleMs = 40

let answer: RequestListener
let server: Server
let connections: number
const { transport, agent } = boundedTransport(false, idleMs)

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

const send = (method = 'GET') => {
  const { port } = server.address() as AddressInfo
  let respond: (response: IncomingMessage) => void = () => undefined
  const responded = new Promise<IncomingMessage>((resolve) => {
    respond = resolve
  })
  const request = transport.request({ host: '127.0.0.1', port, method, agent }, respond)
  const failed = once(request, 'error').then(([error]) => error as Error)
  return { request, responded, failed }
}

/** Three times as long as the transport waits, by the same kind of timer. */
const pausing = () => new Promise((resolve) => setTimeout(resolve, 3 * idleMs))

async function answered(): Promise<void> {
  const { request, responded } = send()
  request.end()
  const response = await responded
  await once(response.resume(), 'close')
}

describe('a request', () => {
  test('that gets no answer is ended', async () => {
    answer = () => undefined
    const { request, failed } = send()
    request.end()

    expect(await failed).toBeInstanceOf(SlowAnswer)
  })

  test('whose body nobody reads is ended', async () => {
    answer = (request) => request.pause()
    const { request, failed } = send('PUT')
    const fill = () => {
      while (request.write(Buffer.alloc(1_000_000)));
    }
    request.on('drain', fill)
    fill()

    expect(await failed).toBeInstanceOf(SlowAnswer)
  })

  test('whose answer stops in the middle is ended', async () => {
    answer = (_, response) => response.write('half')
    const { request, responded } = send()
    request.end()
    const response = (await responded).resume()

    expect((await once(response, 'error'))[0]).toBeInstanceOf(SlowAnswer)
  })

  test('may wait for its own body', async () => {
    answer = (request, response) => request.resume().once('end', () => response.end())
    const { request, responded } = send('PUT')
    request.write('a')
    await pausing()
    request.end('b')

    expect((await responded).statusCode).toBe(200)
    ;(await responded).resume()
  })

  test('may wait for the reader of its answer', async () => {
    const bytes = Buffer.alloc(20_000_000, 1)
    answer = (_, response) => response.end(bytes)
    const { request, responded } = send()
    request.end()
    const response = await responded
    response.pause()
    await pausing()

    expect(Buffer.concat(await response.toArray()).equals(bytes)).toBe(true)
  })

  test('that waited for its reader, and then for a silent server, is ended', async () => {
    answer = (_, response) => response.write('half')
    const { request, responded } = send()
    request.end()
    const response = await responded
    response.pause()
    await pausing()
    response.resume()

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
