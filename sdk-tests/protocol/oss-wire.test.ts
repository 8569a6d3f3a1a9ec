import { request } from 'node:http'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { describe, expect } from 'vitest'
import { uploadClient } from '../clients/ali-oss.ts'
import { openapiCore } from '../clients/openapi-core.ts'
import { send } from '../clients/raw.ts'
import { signatures, test } from '../operations/oss/account.ts'
import { startUpload } from '../operations/vod/chain.ts'
import { bytes } from '../setup/bytes.ts'

const large = bytes(12 * 1024 * 1024)

describe.each(signatures)(
  'an upload that is refused while it is still sent, with $version,',
  ({ v4 }) => {
    test.for([
      { form: 'of known length', body: () => large },
      {
        form: 'in chunks',
        body: () => Readable.from([large.subarray(0, 1e6), large.subarray(1e6)]),
      },
    ])('$form, tells why, and the client goes on', async ({ body }, { target, key }) => {
      const { upload } = await startUpload(openapiCore, target)
      const client = uploadClient(upload, { v4, addressing: 'ip', region: upload.auth.Region })

      await expect(client.put(key, body())).rejects.toMatchObject({
        status: 403,
        code: 'AccessDenied',
        requestId: expect.stringMatching(/^[0-9A-F]{24}$/),
      })
      await expect(client.put(upload.address.FileName, body())).resolves.toMatchObject({
        res: { status: 200 },
      })
    })
  },
)

test('a client that waits for leave to send its body gets it', async ({ signedUrl, key }) => {
  const url = await signedUrl('PUT', key)
  const sent = request(url, { method: 'PUT', headers: { expect: '100-continue' }, agent: false })
  const status = new Promise<number | undefined>((resolve, reject) => {
    sent.on('response', (response) => resolve(response.resume().statusCode))
    sent.on('error', reject)
  })

  sent.on('continue', () => sent.end('hello world'))
  sent.flushHeaders()

  expect(await status).toBe(200)
  expect(await send(await signedUrl('GET', key))).toMatchObject({ text: 'hello world' })
})

test('a put that tells neither length nor chunks is refused', async ({ signedUrl, key }) => {
  const url = new URL(await signedUrl('PUT', key))
  const socket = connect(Number(url.port), url.hostname)

  socket.end(
    `PUT ${url.pathname}${url.search} HTTP/1.1\r\nHost: ${url.host}\r\nConnection: close\r\n\r\n`,
  )

  const answer = await text(socket)
  expect(answer).toMatch(/^HTTP\/1\.1 411 /)
  expect(answer).toContain('<Code>MissingContentLength</Code>')
})

test('a body keeps its encoding and its bytes', async ({ account, signedUrl, key }) => {
  const packed = gzipSync('hello world')
  await account().put(key, packed, { headers: { 'Content-Encoding': 'gzip' } })

  const { headers } = await send(await signedUrl('GET', key))

  expect(headers).toMatchObject({
    'content-encoding': 'gzip',
    'content-length': String(packed.length),
  })
  expect(await (await fetch(await signedUrl('GET', key))).text()).toBe('hello world')
})
