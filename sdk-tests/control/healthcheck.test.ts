import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEmulator } from '#emulator/index.ts'
import { issueCertificate } from '#emulator/testing/certificates.ts'
import { type Ending, runProgram } from '../setup/program.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vod-emulator-test-'))
})
afterAll(() => rm(folder, { recursive: true }))

const check = (port: number, ...args: readonly string[]) =>
  runProgram(['healthcheck', '--port', String(port), ...args])

const ready: Ending = { status: 0, stdout: '', stderr: '' }

/** One line on standard error, and nothing else. */
const refusal = (reason: string, status = 1): Ending => ({
  status,
  stdout: '',
  stderr: `vod-emulator: ${reason}\n`,
})

const hasIpv6 = Object.values(networkInterfaces())
  .flat()
  .some((network) => network?.address === '::1')

describe('an emulator that is ready', () => {
  test('is found by flags, by the environment and by the file, whatever else they say', async () => {
    await using vod = await startEmulator({ port: 0 })
    const file = join(folder, 'options.json')
    await writeFile(file, JSON.stringify({ port: vod.port, dataDir: folder }))

    expect(await check(vod.port, '--data', folder, '--log', 'json', '--freeze-clock')).toEqual(
      ready,
    )
    const env = { VOD_EMULATOR_PORT: String(vod.port), VOD_EMULATOR_REGION: 'cn-beijing' }
    expect(await runProgram(['healthcheck'], env)).toEqual(ready)
    expect(await runProgram(['healthcheck', '--config', file])).toEqual(ready)
  })

  test.for(['0.0.0.0', '::', '::1', 'localhost'])(
    'is found where it listens on %s',
    async (host, { skip }) => {
      if (host.includes(':') && !hasIpv6) skip('This machine cannot show it: it has no IPv6.')
      await using vod = await startEmulator({ port: 0, host })

      expect(await check(vod.port, '--host', host)).toEqual(ready)
    },
  )

  test('is asked with the token of the control plane', async () => {
    await using vod = await startEmulator({ port: 0, controlToken: 'word' })

    expect(await check(vod.port, '--control-token', 'word')).toEqual(ready)
    expect(await check(vod.port)).toEqual(
      refusal('Send the header "Authorization: Bearer TOKEN" with the token of --control-token.'),
    )
  })
})

describe('an emulator that speaks HTTPS', () => {
  const { cert, key } = issueCertificate(['elsewhere.test'])
  let certFile: string
  let keyFile: string
  beforeAll(async () => {
    certFile = join(folder, 'cert.pem')
    keyFile = join(folder, 'key.pem')
    await writeFile(certFile, cert)
    await writeFile(keyFile, key)
  })
  const given = () => ['--tls-cert', certFile, '--tls-key', keyFile]

  test('is known by the CA of its data folder', async () => {
    const dataDir = join(folder, 'secure')
    await using vod = await startEmulator({ port: 0, tls: true, dataDir })
    await using other = await startEmulator({ port: 0, tls: true })

    expect(await check(vod.port, '--tls', '--data', dataDir)).toEqual(ready)
    expect((await check(other.port, '--tls', '--data', dataDir)).stderr).toMatch(
      /^vod-emulator: port \d+ of 127\.0\.0\.1 has another certificate \(\w+\): give the --data or --tls-cert that the emulator was started with\n$/,
    )
    expect(await check(vod.port, '--tls', '--data', join(folder, 'none'))).toEqual(
      refusal(
        'there is no CA in the folder of --data: give the one that the emulator was started with, or omit --tls',
      ),
    )
  })

  test('is known by its own certificate, whatever names that has', async () => {
    await using vod = await startEmulator({ port: 0, tlsCert: cert, tlsKey: key })
    await using other = await startEmulator({ port: 0, tls: true })

    expect(await check(vod.port, ...given())).toEqual(ready)
    expect((await check(other.port, ...given())).stderr).toContain('has another certificate')
  })

  test('is found where it keeps nothing, and nobody can know its CA', async () => {
    await using vod = await startEmulator({ port: 0, tls: true, host: '0.0.0.0' })

    expect(await check(vod.port, '--tls', '--host', '0.0.0.0')).toEqual(ready)
  })

  test('says so to a check without --tls, and the other way round', async () => {
    await using secure = await startEmulator({ port: 0, tls: true })
    await using plain = await startEmulator({ port: 0 })

    expect((await check(secure.port)).stderr).toMatch(
      /^vod-emulator: port \d+ of 127\.0\.0\.1 answers 400: Plain HTTP on the HTTPS port: /,
    )
    expect((await check(plain.port, '--tls')).stderr).toMatch(
      /^vod-emulator: port \d+ of 127\.0\.0\.1 does not speak HTTPS \(\w+\): omit --tls, or start the emulator with it\n$/,
    )
  })
})

test('an emulator that is not ready says why', async () => {
  const dataDir = join(folder, 'data')
  await using vod = await startEmulator({ port: 0, dataDir })
  await rm(join(dataDir, 'objects'), { recursive: true })

  const { stderr, ...ending } = await check(vod.port)

  expect(ending).toEqual({ status: 1, stdout: '' })
  expect(stderr).toMatch(/^vod-emulator: The folder \/.+objects.* \(ENOENT.+\): .+\n$/)
})

interface Listening extends AsyncDisposable {
  readonly port: number
}

async function listening(server: Server): Promise<Listening> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => sockets.add(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

test('the control plane is asked under a name that it takes, wherever it listens', async () => {
  const asked: unknown[] = []
  const recorder = createHttpServer(({ method, url, headers }, response) => {
    asked.push([method, url, headers.host])
    response.end('{"ready":true}')
  })
  await using server = await listening(recorder)

  expect(await check(server.port, '--host', '127.0.0.1')).toEqual(ready)
  expect(asked).toEqual([['GET', '/_emulator/ready', `localhost:${server.port}`]])
})

describe('what is not an emulator', () => {
  test.for(['127.0.0.1', '0.0.0.0'])('is a port of %s on which nothing listens', async (host) => {
    const { port, ...server } = await listening(createServer())
    await server[Symbol.asyncDispose]()

    expect(await check(port, '--host', host)).toEqual(
      refusal(`port ${port} of 127.0.0.1 does not answer (ECONNREFUSED)`),
    )
  })

  test.for<[what: string, beginning: string]>([
    ['never answers', ''],
    ['never ends its answer', 'HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\n{"ready":true'],
  ])('is a server that %s', async ([, beginning]) => {
    await using server = await listening(createServer((socket) => socket.write(beginning)))

    expect(await check(server.port)).toEqual(
      refusal(`port ${server.port} of 127.0.0.1 has not answered within 2 s`),
    )
  })

  test.for<[status: number, body: string]>([
    [200, '<!doctype html>'],
    [200, 'null'],
    [200, '{"ready":false}'],
    [404, '{"ready":true}'],
  ])('is a server that answers %i with %s', async ([status, body]) => {
    const other = createHttpServer((_, response) => response.writeHead(status).end(body))
    await using server = await listening(other)

    expect(await check(server.port)).toEqual(
      refusal(
        `port ${server.port} of 127.0.0.1 answers ${status} and is not an emulator: give the host and port of one`,
      ),
    )
  })
})

test('an option that start would refuse is refused', async () => {
  const { status, stderr } = await check(17321, '--region', 'Shanghai')

  expect(status).toBe(2)
  expect(stderr).toMatch(/^vod-emulator: --region: "Shanghai" is not accepted/)
})
