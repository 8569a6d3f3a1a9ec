import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { connect as connectSecurely, type SecureVersion } from 'node:tls'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Target } from '#contracts/target.ts'
import { accountClient } from '../clients/ali-oss.ts'
import { rpcDrivers } from '../clients/index.ts'
import { needsEmulator } from '../setup/fixtures.ts'
import { type Child, ended, spawnProgram, urlFrom } from '../setup/program.ts'
import { startEmulatorTarget } from '../setup/target.ts'
import { converse, onlyAnswerIn, requestTo } from './conversation.ts'

beforeEach(({ skip }) => needsEmulator(skip))

/** The same place, addressed without TLS. */
const withoutTls = (target: Target): Target => ({
  ...target,
  rpc: { ...target.rpc, protocol: 'http' },
})

/** A connection of TCP alone. */
async function bare(target: Target) {
  return converse(withoutTls(target))
}

/** The hello of a client. */
async function helloOf(maxVersion: SecureVersion = 'TLSv1.3'): Promise<Buffer> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const client = connectSecurely({ port, host: '127.0.0.1', maxVersion })
  client.on('error', () => undefined)
  const [socket] = await once(server, 'connection')
  const [hello] = await once(socket, 'data')
  client.destroy()
  socket.destroy()
  server.close()
  return hello
}

/** How a client that does not trust a certificate says so. */
const alert = (description: number) => Buffer.from([0x15, 3, 3, 0, 2, 2, description])

describe('plain HTTP on the port of HTTPS', () => {
  const message =
    "This port speaks HTTPS, and plain HTTP came: begin the endpoint with https://, or set protocol: 'https'."
  let target: Awaited<ReturnType<typeof startEmulatorTarget>>
  beforeAll(async () => {
    target = await startEmulatorTarget({ tls: true })
  })
  afterAll(() => target[Symbol.asyncDispose]())

  test.for(rpcDrivers)('is told to $name', async (driver) => {
    expect(
      await driver.call(withoutTls(target), 'GetAttachedMediaInfo', { MediaIds: 'x' }),
    ).toMatchObject({ ok: false, code: 'BadRequest', message, status: 400 })
  })

  test('is told to ali-oss', async () => {
    const bucket = { ...target.bucket, endpoint: `http://${target.rpc.host}` }
    const client = accountClient(
      { ...target, bucket },
      { addressing: 'ip', region: 'oss-cn-shanghai' },
    )

    await expect(client.put('a', Buffer.from('a'))).rejects.toMatchObject({
      code: 'BadRequest',
      status: 400,
      message,
    })
  })

  test('is told to whoever speaks by hand, with the remedy, and to no other connection', async () => {
    using talk = await bare(target)
    talk.say(requestTo('GET', `http://${target.rpc.host}/bucket/key`))

    const { headers, body } = onlyAnswerIn(await talk.rest())

    expect(headers.get('x-vod-emulator-explanation')).toContain(
      "Plain HTTP on the HTTPS port: set protocol: 'https' (openapi-*), or begin the endpoint with https:// (pop-core, ali-oss); or start the emulator without --tls.",
    )
    expect(body).toContain('<Code>BadRequest</Code>')
    expect((await fetch(`https://${target.rpc.host}/_emulator/health`)).status).toBe(200)
  })
})

describe('a handshake', { concurrent: true }, () => {
  const idleSeconds = 1

  test('that never begins is let go in silence', async () => {
    await using target = await startEmulatorTarget({ tls: true, idleSeconds })
    using talk = await bare(target)

    expect(await talk.rest()).toBe('')
  })

  test('that stops is let go', async () => {
    await using target = await startEmulatorTarget({ tls: true, idleSeconds })
    using talk = await bare(target)
    talk.say((await helloOf()).subarray(0, 40))

    expect(await talk.rest()).toBe('')
  })

  test('that never ends is let go, however much comes', async () => {
    await using target = await startEmulatorTarget({ tls: true, idleSeconds })
    using talk = await bare(target)
    const hello = await helloOf()
    let sent = 0
    const timer = setInterval(() => talk.say(hello.subarray(sent, ++sent)), 100)

    await talk.rest()
    clearInterval(timer)

    expect(sent).toBeLessThan(hello.length)
  })

  test('of a client that ends before it says anything is let go at once', async () => {
    await using target = await startEmulatorTarget({ tls: true })
    using talk = await bare(target)
    talk.socket.end()

    expect(await talk.rest()).toBe('')
  })

  test('does not hold up the end of the emulator', async () => {
    const target = await startEmulatorTarget({ tls: true })
    using mute = await bare(target)
    using slow = await bare(target)
    slow.say((await helloOf()).subarray(0, 40))
    using done = await converse(target)

    await target[Symbol.asyncDispose]()

    expect(await Promise.all([mute.rest(), slow.rest(), done.rest()])).toEqual(['', '', ''])
  })

  test('counts among the connections', async () => {
    await using target = await startEmulatorTarget({ tls: true, maxConnections: 1 })
    const talks = await Promise.all(Array.from({ length: 65 }, () => bare(target)))
    using dropped = await bare(target)

    expect(await dropped.rest()).toBe('')
    for (const talk of talks) talk.socket.destroy()
  })
})

describe('the program', () => {
  let child: Child
  let url: URL
  let nextLine: () => Promise<string>

  beforeAll(async () => {
    child = spawnProgram(['--tls', '--idle-seconds', '1'])
    const lines = createInterface({ input: child.stderr })[Symbol.asyncIterator]()
    nextLine = async () => String((await lines.next()).value)
    url = new URL((await urlFrom(child.stdout)) ?? '')
  })
  afterAll(async () => {
    child.kill()
    await ended(child)
  })

  const at = () => ({ host: url.hostname, port: Number(url.port) })

  // Clients of Node close the connection without a word instead.
  test.for<[alert: string, description: number]>([
    ['BAD_CERTIFICATE', 42],
    ['CERTIFICATE_UNKNOWN', 46],
    ['UNKNOWN_CA', 48],
  ])('says what to do where a client does not trust its certificate: %s', async ([name, code]) => {
    const socket = connect(at())
    socket.write(await helloOf('TLSv1.2'))
    await once(socket, 'data')
    socket.write(alert(code))
    await once(socket.resume(), 'close')

    expect(await nextLine()).toMatch(
      new RegExp(
        `^A client broke off its TLS handshake \\(ERR_SSL_\\S+_ALERT_${name}\\), as clients do that do not trust the certificate: have it trust the CA at /_emulator/ca\\.pem \\(NODE_EXTRA_CA_CERTS=FILE, .+\\)\\.$`,
      ),
    )
  })

  test('says of what kind a client is that is too old', async () => {
    const client = connectSecurely({
      ...at(),
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    })
    await once(client, 'error')

    expect(await nextLine()).toBe(
      'A TLS handshake failed (ERR_SSL_UNSUPPORTED_PROTOCOL): the emulator speaks TLS 1.2 and 1.3.',
    )
  })

  test('says which limit a handshake has exceeded', async () => {
    const socket = connect(at())
    socket.write((await helloOf()).subarray(0, 40))
    await once(socket, 'close')

    expect(await nextLine()).toBe(
      'A TLS handshake was not complete after 1 s; the limit is 1 s, the option --idle-seconds moves it.',
    )
  })
})
