import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { needsEmulator } from '../../setup/fixtures.ts'
import { ended, spawnProgram } from '../../setup/program.ts'
import { freePort } from '../../setup/servers/ports.ts'
import { canaryKeys, s3Address } from '../../setup/servers/s3-server.ts'
import { refusedProcess, startProcess } from '../kills/process.ts'
import { readiness } from './outcomes.ts'
import { ownMinio } from './place.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vod-emulator-test-'))
})
afterAll(() => rm(folder, { recursive: true }))

const on = (storeUrl: string) => ({ args: ['--store', storeUrl] })

describe('the emulator', { concurrent: true }, () => {
  test.for([
    { name: 'key', code: 'InvalidAccessKeyId' },
    { name: 'secret', code: 'SignatureDoesNotMatch' },
  ] as const)('does not start with another $name', async ({ name, code }, { skip, expect }) => {
    await using minio = await ownMinio(skip)
    const { accessKey, secretKey } = canaryKeys()
    const other = name === 'key' ? { accessKey, secretKey } : { ...minio, secretKey }

    const child = spawnProgram([
      '--data',
      join(folder, name),
      ...on(s3Address(minio.url, other).storeUrl).args,
    ])
    const [message, status] = await Promise.all([text(child.stderr), ended(child)])

    // A key is not tried for ten seconds: there is no word of waiting.
    expect({ status, message }).toEqual({
      status: 1,
      message: `vod-emulator: MinIO at ${minio.url} refuses the key of --store (${code}): correct it, and try again.\n`,
    })
  })

  test('waits ten seconds for a server that is not there', async ({ skip, expect }) => {
    needsEmulator(skip)
    const url = `http://127.0.0.1:${await freePort()}`
    const started = performance.now()

    const refusal = await refusedProcess(
      join(folder, 'alone'),
      on(s3Address(url, canaryKeys()).storeUrl),
    )

    expect(refusal).toEqual({
      status: 1,
      message: `vod-emulator: MinIO at ${url} cannot be reached (ECONNREFUSED): start it, or check the host and port of --store, and try again.\n`,
    })
    expect(performance.now() - started).toBeGreaterThan(10_000)
  })

  test('says that it waits', async ({ skip, expect }) => {
    needsEmulator(skip)
    const url = `http://127.0.0.1:${await freePort()}`
    const child = spawnProgram(['--store', s3Address(url, canaryKeys()).storeUrl])
    const [line] = await once(createInterface({ input: child.stderr }), 'line')

    child.kill('SIGTERM')

    expect(line).toBe(`MinIO at ${url} cannot be reached (ECONNREFUSED); waiting 10 s for it.`)
    expect(await ended(child)).toBe(0)
  })

  test.for([
    {
      scheme: 'https',
      advice: 'does not speak TLS (EPROTO): begin --store with http://, and try again.',
    },
    {
      scheme: 'http',
      advice:
        'does not answer as S3 does: check the scheme, host and port of --store, and try again.',
    },
  ])(
    'does not wait for a server that answers otherwise, by $scheme',
    async ({ scheme, advice }, { skip, expect }) => {
      needsEmulator(skip)
      // What MinIO answers on its port of TLS.
      const message = 'Client sent an HTTP request to an HTTPS server.'
      const plain = createServer((socket) => {
        socket
          .on('error', () => undefined)
          .once('data', () => socket.end(`HTTP/1.0 400 Bad Request\r\n\r\n${message}`))
      }).listen(0, '127.0.0.1')
      await using _ = { [Symbol.asyncDispose]: async () => void plain.close() }
      await once(plain, 'listening')
      const url = `${scheme}://127.0.0.1:${(plain.address() as AddressInfo).port}`

      const refusal = await refusedProcess(
        join(folder, `plain-${scheme}`),
        on(s3Address(url, canaryKeys()).storeUrl),
      )

      expect(refusal).toEqual({ status: 1, message: `vod-emulator: MinIO at ${url} ${advice}\n` })
    },
  )

  test('ends by a signal also while it waits', async ({ skip, expect }) => {
    needsEmulator(skip)
    const silent = createServer().listen(0, '127.0.0.1')
    await using _ = { [Symbol.asyncDispose]: async () => void silent.close() }
    await once(silent, 'listening')
    const { port } = silent.address() as AddressInfo
    const { storeUrl } = s3Address(`http://127.0.0.1:${port}`, canaryKeys())
    const child = spawnProgram(['--store', storeUrl])
    const [asked] = (await once(silent, 'connection')) as [Socket]

    child.kill('SIGTERM')

    expect(await ended(child)).toBe(0)
    asked.destroy()
  })

  test('starts when the server has started in the meantime', async ({ skip, expect }) => {
    await using minio = await ownMinio(skip)
    await minio.kill()

    const starting = startProcess(join(folder, 'early'), on(minio.storeUrl))
    await minio.restart()

    await using running = await starting
    expect(await readiness(running.target)).toMatchObject({ status: 200 })
  })
})
