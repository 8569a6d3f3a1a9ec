import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { boundedTransport } from './transport.ts'

const server = createServer((request, response) => {
  response.statusCode = request.url === '/refused' ? 404 : 200
  response.end('text')
})
const { transport, agent } = boundedTransport(false, 4000)

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(() => {
  agent.destroy()
  server.close()
})

/** Asks and reads the whole answer. @returns the port that was asked from */
function ask(path: string, ended = () => {}): Promise<number | undefined> {
  const { port } = server.address() as AddressInfo
  return new Promise((resolve, reject) => {
    const request = transport.request({ host: '127.0.0.1', port, path, agent }, (response) => {
      const { localPort } = response.socket
      response.on('error', reject).once('end', () => {
        resolve(localPort)
        ended()
      })
      response.resume()
    })
    request.on('error', reject).end()
  })
}

/** Asks again some ticks after the end of an answer. @returns the ports that were asked from */
async function askTwice(path: string, ticks: number) {
  const again = Promise.withResolvers<number | undefined>()
  const wait = (left: number): void =>
    left === 0 ? again.resolve(ask('/')) : process.nextTick(wait, left - 1)
  return [await ask(path, () => wait(ticks)), await again.promise]
}

test('a connection is used again', async () => {
  const [first, second] = await askTwice('/', 10)

  expect(second).toBe(first)
})

test.for([0, 1, 2, 3, 4, 5, 10])(
  'a connection on which something was refused is left to nobody, %i ticks later',
  async (ticks) => {
    const [first, second] = await askTwice('/refused', ticks)

    expect(second).not.toBe(first)
  },
)
