import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, onTestFinished, test } from 'vitest'
import { connections } from './connections.ts'
import type { Exchange } from './exchange.ts'

const limits = { maxHeaderBytes: 8192, maxConnections: 2, idleSeconds: 1 }

/** A server whose handler waits until two idle times of its connection are over. */
async function waiting(requestSeconds: number, answer: (exchange: Exchange) => Promise<void>) {
  const watched = connections({ ...limits, requestSeconds }, () => undefined)
  let idleTimes = 0
  const server = createServer(async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const exchange = watched.began(incoming, outgoing)
    while (idleTimes < 2) await once(server, 'timeout')
    await answer(exchange)
  })
  server.timeout = 1000
  server.on('connection', watched.opened)
  server.on('timeout', (socket: Socket) => {
    watched.idle(socket)
    idleTimes++
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return (server.address() as AddressInfo).port
}

describe('an emulator that takes its time', () => {
  test('answers a request that is whole, after the idle and the total time', {
    concurrent: true,
  }, async () => {
    const port = await waiting(1, async ({ outgoing }) => void outgoing.end('late'))

    const response = await fetch(`http://127.0.0.1:${port}/`)

    expect(await response.text()).toBe('late')
  })

  test('takes a body that it held up itself, after the idle time', {
    concurrent: true,
  }, async () => {
    const sent = Buffer.alloc(20 * 1024 * 1024, 'x')
    const port = await waiting(60, async ({ body, outgoing }) => {
      let length = 0
      for await (const chunk of body) length += chunk.length
      outgoing.end(String(length))
    })

    const asked = request({ port, host: '127.0.0.1', method: 'PUT' }).end(sent)
    const [response] = await once(asked, 'response')

    expect(await text(response)).toBe(String(sent.length))
  })
})
