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

/**
 * A program that uploads the file it is given, and exits with 1 unless its duration was read. What reads it is not loaded before,
 * nor is it bundled: another program and WebAssembly that the package has beside it.
 *
 * @param load the statement that loads the library
 */
export const analysis = (load: string): string => `
${load}
async function main() {
  const { createHmac } = await import('node:crypto')
  const { readFile } = await import('node:fs/promises')
  const vod = await createEmulator()
  const origin = 'http://localhost'
  const call = async (operation, parameters) => {
    const headers = { 'content-type': 'application/json' }
    const request = { method: 'POST', headers, body: JSON.stringify(parameters) }
    const response = await vod.fetch(new Request(origin + '/_emulator/explorer/' + operation, request))
    return (await response.json()).answer
  }
  const decoded = (text) => JSON.parse(Buffer.from(text, 'base64').toString())

  const { VideoId, ...upload } = await call('CreateUploadVideo', { Title: 'Film', FileName: 'film.mp4' })
  const { Bucket, FileName } = decoded(upload.UploadAddress)
  const { AccessKeyId, AccessKeySecret, SecurityToken } = decoded(upload.UploadAuth)
  const path = '/' + Bucket + '/' + FileName
  const date = new Date().toUTCString()
  const signed = ['PUT', '', '', date, 'x-oss-security-token:' + SecurityToken, path].join('\\n')
  const signature = createHmac('sha1', AccessKeySecret).update(signed).digest('base64')
  const headers = { date, 'x-oss-security-token': SecurityToken, authorization: 'OSS ' + AccessKeyId + ':' + signature }
  const body = await readFile(process.argv[2])
  const put = await vod.fetch(new Request(origin + path, { method: 'PUT', headers, body }))
  await vod.clock.advance(0)
  const { Video } = await call('GetVideoInfo', { VideoId })
  await vod.close()
  if (Video.Duration !== 2) throw new Error(put.status + ' ' + JSON.stringify(Video))
}
main().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
`
