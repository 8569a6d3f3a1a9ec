import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { startEmulator } from '#emulator/index.ts'
import { requestV1 } from '../../clients/hand-signed.ts'
import { send } from '../../clients/raw.ts'
import { contentsOf, leaks, loggedRequests, type Seen } from '../../requests/seen.ts'
import { bytes } from '../../setup/bytes.ts'
import { needsEmulator } from '../../setup/fixtures.ts'
import { ended, spawnProgram, urlFrom } from '../../setup/program.ts'
import { canaryKeys, type S3Address, s3Address } from '../../setup/servers/s3-server.ts'
import { targetAt } from '../kills/process.ts'
import { clientOf, ownMinio } from './place.ts'

const canariesOf = ({ accessKey, secretKey }: S3Address) => [
  { name: 'key', value: accessKey },
  { name: 'secret', value: secretKey },
]

/** In the place of MinIO, a server that refuses everything and says why at length. */
async function refusing({ url, accessKey, secretKey }: S3Address): Promise<AsyncDisposable> {
  const told = `${accessKey} with ${secretKey}`
  const server = createServer((request, response) => {
    request.resume()
    response.writeHead(403, { 'content-type': 'application/xml', 'x-told': told })
    response.end(
      `<Error><Code>AccessDenied</Code><Message>${told}</Message><Resource>/${told}</Resource></Error>`,
    )
  })
  server.listen(Number(new URL(url).port), '127.0.0.1')
  await once(server, 'listening')
  return {
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Everything that touches the bytes, and what is shown of it. */
async function answers(url: string, when: string): Promise<readonly Seen[]> {
  const target = await targetAt(url)
  const client = clientOf({ target })
  const body = bytes(1000)
  const upload = { subResource: { uploadId: 'unknown', partNumber: '1' } }
  const asked = [
    send(client.signatureUrl('a', { method: 'PUT' }), { method: 'PUT', body }),
    send(client.signatureUrl('a')),
    send(client.signatureUrl('a', { ...upload, method: 'PUT' }), { method: 'PUT', body }),
    send(client.signatureUrl('a', { method: 'DELETE' }), { method: 'DELETE' }),
    send(requestV1(target).url),
    send(requestV1(target, { BusinessType: 'none' }).url),
    ...['', 'info', 'ready', 'health', 'clock'].map((path) => send(`${url}/_emulator/${path}`)),
    send(`${url}/_emulator/clock`, { method: 'POST', body: Buffer.from('{"advance":700000}') }),
    send(`${url}/_emulator/reset`, { method: 'POST' }),
  ]
  return (await Promise.all(asked)).map(({ status, headers, text }, index) => ({
    where: `answer ${index} ${when}`,
    text: `${status} ${decodeURIComponent(JSON.stringify(headers))} ${text}`,
  }))
}

describe.each(['pretty', 'json'])('with the log in the form %s,', (log) => {
  test('the key of MinIO is found nowhere', async ({ skip }) => {
    await using minio = await ownMinio(skip)
    const folder = await mkdtemp(join(tmpdir(), 'vod-emulator-test-'))
    await using _ = { [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) }
    const data = join(folder, 'data')
    const child = spawnProgram(['--log', log, '--data', data, '--store', minio.storeUrl])
    const banner = child.stdout.pipe(new PassThrough())
    const [printed, logged] = [text(child.stdout.pipe(new PassThrough())), text(child.stderr)]
    try {
      const url = (await urlFrom(banner)) ?? ''
      const seen = [...(await answers(url, 'in good times'))]
      await minio.kill()
      seen.push(...(await answers(url, 'without MinIO')))
      {
        await using _refusing = await refusing(minio)
        seen.push(...(await answers(url, 'when MinIO refuses the key')))
      }
      await minio.restart()
      seen.push(...(await answers(url, 'in good times again')), ...(await loggedRequests(url)))
      child.kill('SIGTERM')
      await ended(child)
      seen.push({ where: 'the data folder', text: await contentsOf(data) })
      seen.push({ where: 'the banner', text: await printed })
      seen.push({ where: 'the log', text: await logged })

      expect(leaks(seen, canariesOf(minio))).toEqual([])
      const all = seen.map((one) => one.text).join('\n')
      for (const failure of [
        'cannot be reached (ECONN',
        'denies access to the key of --store (AccessDenied)',
      ])
        expect(all).toContain(failure)
    } finally {
      child.kill('SIGKILL')
    }
  })
})

const given = s3Address('http://127.0.0.1:9', canaryKeys())

/** Command lines that say the key, and end at once. */
const lines = [
  { name: 'help', args: ['--help', '--store', given.storeUrl], status: 0 },
  { name: 'a path', args: ['--store', `${given.storeUrl}/bucket`], status: 2 },
  { name: 'no host', args: ['--store', given.storeUrl.replace('127.0.0.1:9', '')], status: 2 },
  { name: 'another scheme', args: ['--store', given.storeUrl.replace('http', 's3')], status: 2 },
  { name: 'a bad port', args: ['--store', given.storeUrl, '--port', 'x'], status: 2 },
  { name: 'an unknown option', args: ['--stores', given.storeUrl], status: 2 },
] as const

test.for(lines)('the key of MinIO is not told with $name', async ({ args, status }, { skip }) => {
  needsEmulator(skip)

  const child = spawnProgram(args)
  const [printed, said] = await Promise.all([text(child.stdout), text(child.stderr)])

  expect(await ended(child)).toBe(status)
  expect(leaks([{ where: 'the terminal', text: printed + said }], canariesOf(given))).toEqual([])
  expect(printed + said).toContain('--')
})

test('nor does an error have it that an application catches', async ({ skip }) => {
  await using minio = await ownMinio(skip)
  const other = s3Address(minio.url, { ...minio, secretKey: canaryKeys().secretKey })

  const error = await startEmulator({ port: 0, store: other.storeUrl }).catch((caught) => caught)

  expect(error.message).toContain('refuses the key of --store')
  const shown = inspect(error, { depth: null, showHidden: true })
  expect(leaks([{ where: 'the error', text: shown }], canariesOf(other))).toEqual([])
})
