import { once } from 'node:events'
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type PeerCertificate } from 'node:tls'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  createEmulator,
  type LibraryOptions,
  type RunningEmulator,
  startEmulator,
} from '#emulator/index.ts'
import { issueCertificate } from '#emulator/testing/certificates.ts'
import { needsEmulator } from '../setup/fixtures.ts'

let dataDir: string
beforeEach(async ({ skip }) => {
  needsEmulator(skip)
  dataDir = await mkdtemp(join(tmpdir(), 'vod-emulator-test-'))
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

const start = (options: LibraryOptions) => startEmulator({ port: 0, ...options })

/** The certificate that a client accepts under a name. @throws Error of a client that does not */
async function accepted(
  { port }: RunningEmulator,
  ca: string | undefined,
  servername?: string,
): Promise<PeerCertificate> {
  const name = servername === undefined ? {} : { servername }
  const socket = connect({ host: '127.0.0.1', port, ca: ca ?? '', ...name })
  await once(socket, 'secureConnect')
  const certificate = socket.getPeerCertificate()
  socket.destroy()
  return certificate
}

describe('the CA of an emulator', () => {
  test('stays the same with its data folder, and certificates do not', async () => {
    const first = await start({ tls: true, dataDir })
    const { serialNumber } = await accepted(first, first.ca)
    await first.close()
    await using second = await start({ tls: true, dataDir })

    expect(second.ca).toBe(first.ca)
    expect(second.caFile).toBe(join(dataDir, 'tls', 'ca.pem'))
    expect(await readFile(second.caFile ?? '', 'utf8')).toBe(first.ca)
    expect((await accepted(second, first.ca)).serialNumber).not.toBe(serialNumber)
  })

  test('is another without one, in a file that goes when it is closed', async () => {
    const first = await start({ tls: true })
    await using second = await start({ tls: true })
    const { caFile = '' } = first

    expect(await readFile(caFile, 'utf8')).toBe(first.ca)
    expect(second.ca).not.toBe(first.ca)
    await expect(accepted(second, first.ca)).rejects.toThrow('certificate')
    await first.close()
    await expect(access(caFile)).rejects.toThrow('ENOENT')
  })

  test('is found at the control plane', async () => {
    await using vod = await start({ tls: true })

    const response = await vod.fetch(new Request('http://localhost/_emulator/ca.pem'))

    expect(response.headers.get('content-type')).toBe('application/x-pem-file')
    expect(await response.text()).toBe(vod.ca)
  })

  const { cert, key } = issueCertificate(['127.0.0.1'])

  test.for<[when: string, options: LibraryOptions]>([
    ['without TLS', {}],
    ['with a certificate of the user', { tlsCert: cert, tlsKey: key }],
  ])('is not there %s', async ([, options]) => {
    await using vod = await start(options)

    const response = await vod.fetch(new Request('http://localhost/_emulator/ca.pem'))

    expect([vod.ca, vod.caFile]).toEqual([undefined, undefined])
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ error: { code: 'NoCa' } })
  })

  test('is not made where nothing listens', async () => {
    await using vod = await createEmulator({ tls: true, dataDir })

    expect((await vod.fetch(new Request('http://localhost/_emulator/ca.pem'))).status).toBe(404)
    await expect(access(join(dataDir, 'tls'))).rejects.toThrow('ENOENT')
  })

  test('that is damaged stops the start with one sentence, and lets the folder go', async () => {
    const first = await start({ tls: true, dataDir })
    await first.close()
    const file = join(dataDir, 'tls', 'authority.pem')
    await writeFile(file, 'damaged')

    await expect(start({ tls: true, dataDir })).rejects.toThrow(/authority\.pem is damaged/)
    await rm(file)
    await using again = await start({ tls: true, dataDir })

    expect(again.ca).not.toBe(first.ca)
  })
})

describe('a certificate', () => {
  test('is good for the names under which the emulator answers, and for no other', async () => {
    const cdnDomains = ['media.test']
    await using vod = await start({ tls: true, cdnDomains, publicUrl: 'https://public.test' })
    const names = [
      'localhost',
      'bucket.localhost',
      'emulator',
      'media.test',
      'public.test',
      'bucket.public.test',
      'vod.cn-shanghai.aliyuncs.com',
      'bucket.oss-cn-shanghai.aliyuncs.com',
    ]

    await accepted(vod, vod.ca)
    for (const name of names) await accepted(vod, vod.ca, name)
    await expect(accepted(vod, vod.ca, 'bank.test')).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    })
  })

  test('is remembered for a name, and made again after many others', async () => {
    await using vod = await start({ tls: true })
    const serialOf = async (name: string) => (await accepted(vod, vod.ca, name)).serialNumber
    const first = await serialOf('name')
    const second = await serialOf('NAME')
    for (let i = 0; i < 100; i++) await serialOf(`name-${i}`)

    expect(second).toBe(first)
    expect(await serialOf('name')).not.toBe(first)
  })

  test('of the user is the one that clients see, with its chain', async () => {
    const { ca, cert, key } = issueCertificate(['127.0.0.1', 'own.test'])
    await using vod = await start({ tlsCert: cert + ca, tlsKey: key })

    expect(vod.url).toMatch(/^https:/)
    expect((await accepted(vod, ca)).raw.toString('base64')).toBe(
      cert.replace(/-----.*-----|\s/g, ''),
    )
    await accepted(vod, ca, 'own.test')
    await expect(accepted(vod, ca, 'localhost')).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    })
  })
})
