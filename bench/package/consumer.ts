/** Programs of a caller, in TypeScript that is also JavaScript: run as they are, and compiled without leniency. */
export const programs = {
  library: `
import { equal, rejects } from 'node:assert/strict'
import { get } from 'node:https'
import { createEmulator, OptionError, startEmulator } from 'vod-emulator'

const origin = 'http://localhost'
const inProcess = await createEmulator({ store: 'memory', edition: 'latest' })
equal((await inProcess.fetch(new Request(origin + '/_emulator/health'))).status, 200)
await inProcess.close()

const listening = await startEmulator({ port: 0 })
await listening.clock.advance(60)
equal((await fetch(listening.url + '/_emulator/health')).status, 200)
await listening.close()

const secure = await startEmulator({ port: 0, tls: true })
const answered = Promise.withResolvers()
get(secure.url + '/_emulator/ready', { ca: secure.ca, agent: false }, (response) => {
  response.resume()
  answered.resolve(response.statusCode)
}).on('error', answered.reject)
equal(await answered.promise, 200)
await secure.close()

// @ts-expect-error There is no such option.
await rejects(async () => createEmulator({ prot: 0 }), OptionError)
`,
  msw: `
import { equal } from 'node:assert/strict'
import { setupServer } from 'msw/node'
import { createEmulator } from 'vod-emulator'
import { vodHandlers } from 'vod-emulator/msw'

const emulator = await createEmulator()
const server = setupServer(...vodHandlers(emulator))
server.listen()
const response = await fetch('https://vod.cn-shanghai.aliyuncs.com/?Action=Nothing')
equal(response.status, 400)
equal(response.headers.has('x-acs-request-id'), true)
server.close()
await emulator.close()
`,
} as const
