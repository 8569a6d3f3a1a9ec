import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { EmulatorTarget } from '#contracts/target.ts'
import { uploadClient } from '../../clients/ali-oss.ts'
import { openapiCore } from '../../clients/openapi-core.ts'
import { type RawRequest, send } from '../../clients/raw.ts'
import { succeeded } from '../../clients/rpc-driver.ts'
import { signedTarget } from '../../clients/signed-urls.ts'
import { bytes } from '../../setup/bytes.ts'
import { needsEmulator } from '../../setup/fixtures.ts'
import { startEmulatorTarget } from '../../setup/target.ts'
import { startUpload } from '../vod/chain.ts'

const [signed, unsigned] = ['signed.example.com', 'unsigned.example.com']
const key = 'vodEmulatorKey2024'
const file = bytes(1000)

beforeEach(({ skip }) => needsEmulator(skip))

interface World {
  readonly target: EmulatorTarget & AsyncDisposable
  readonly mediaId: string
  readonly mediaUrl: string
  readonly path: string
}

/** An emulator with a domain, and a media whose file is uploaded. */
async function worldOf(...cdnDomains: readonly string[]): Promise<World> {
  const target = await startEmulatorTarget({ cdnDomains })
  const { mediaId, mediaUrl, upload } = await startUpload(openapiCore, target, {
    BusinessType: 'watermark',
    MediaExt: 'png',
  })
  const client = uploadClient(upload, { addressing: 'ip', region: upload.auth.Region })
  await client.put(upload.address.FileName, file, { mime: 'image/png' })
  return { target, mediaId, mediaUrl, path: `/${upload.address.FileName}` }
}

let open: World
let closed: World

beforeAll(async () => {
  open = await worldOf(unsigned)
  closed = await worldOf(`${signed}:${key}:anotherKey`)
})
afterAll(async () => {
  await open.target[Symbol.asyncDispose]()
  await closed.target[Symbol.asyncDispose]()
})

/** Asks the port of an emulator for a URL on a domain, by the Host header. */
function read({ target }: World, url: string, { headers, ...rest }: RawRequest = {}) {
  const { host } = new URL(url)
  const place = url.slice(url.indexOf(host) + host.length)
  return send(`${target.bucket.endpoint}${place}`, { ...rest, headers: { host, ...headers } })
}

const infoOf = async ({ target, mediaId }: World, parameters: Record<string, string> = {}) => {
  const asked = { MediaIds: mediaId, ...parameters }
  const body = await succeeded(openapiCore.call(target, 'GetAttachedMediaInfo', asked))
  const [info] = body.AttachedMediaList as readonly [{ readonly URL: string }]
  return info
}

describe('URLs in answers', () => {
  test('are on the domain, without a signature where it has no key', async () => {
    const { URL: url } = await infoOf(open)

    expect(open.mediaUrl).toBe(`http://${unsigned}${open.path}`)
    expect(url).toBe(open.mediaUrl)
    expect(await read(open, url)).toMatchObject({ status: 200, text: file.toString() })
  })

  test('are signed by type A where it has one', async () => {
    const { URL: url } = await infoOf(closed)

    for (const one of [closed.mediaUrl, url]) {
      expect(one.replace(/\?.*/, '')).toBe(`http://${signed}${closed.path}`)
      expect(new URL(one).search).toMatch(/^\?auth_key=\d{10}-[0-9a-f]{32}-0-[0-9a-f]{32}$/)
      expect((await read(closed, one)).status).toBe(200)
    }
    expect(url).not.toBe(closed.mediaUrl)
  })

  test('are of OSS, presigned, where that is asked for', async () => {
    const { URL: url } = await infoOf(closed, { OutputType: 'oss' })

    expect(new URL(url).searchParams.get('Expires')).toMatch(/^\d+$/)
    expect(Buffer.from(await (await fetch(url)).arrayBuffer())).toEqual(file)
  })

  test.for([
    { given: 'no AuthTimeout', parameters: {}, seconds: 1800 },
    { given: 'an AuthTimeout below the validity', parameters: { AuthTimeout: '10' }, seconds: 10 },
    { given: 'a long one', parameters: { AuthTimeout: '9000000' }, seconds: 9_000_000 },
  ])('end after $seconds s with $given', async ({ parameters, seconds }) => {
    await using target = await startEmulatorTarget({
      cdnDomains: [`${signed}:${key}`],
      freezeClock: true,
    })
    const { mediaId } = await startUpload(openapiCore, target)
    const world = { ...closed, target, mediaId }

    const { URL: url } = await infoOf(world, parameters)

    await target.clock.advance(seconds - 1)
    expect((await read(world, url)).status).toBe(404)
    await target.clock.advance(2)
    expect((await read(world, url)).status).toBe(403)
  })
})

describe('a domain in an object', () => {
  test.for(['A', 'B', 'C'] as const)(
    'that takes type %s alone has its URLs signed by it, to live at least as long as asked',
    async (signingType) => {
      const cdnDomains = [{ name: signed, key, signingType, validitySeconds: 300 }]
      const clock = '2026-01-01T00:00:30Z'
      await using target = await startEmulatorTarget({ cdnDomains, clock, freezeClock: true })
      const { mediaId, mediaUrl } = await startUpload(openapiCore, target)
      const world = { ...closed, target, mediaId }
      const { URL: brief } = await infoOf(world, { AuthTimeout: '10' })

      await target.clock.advance(10)
      expect((await read(world, brief)).status).toBe(404)
      await target.clock.advance(290)
      expect((await read(world, mediaUrl)).status).toBe(404)
      await target.clock.advance(60)
      expect((await read(world, mediaUrl)).status).toBe(403)
    },
  )

  test('may have URLs of https', async () => {
    await using target = await startEmulatorTarget({ cdnDomains: [{ name: signed, https: true }] })

    const { mediaUrl } = await startUpload(openapiCore, target)

    expect(mediaUrl).toMatch(new RegExp(`^https://${signed}/watermark/`))
  })

  test('of another account has none of the files, nor the URLs', async () => {
    const cdnDomains = [{ name: unsigned, accountId: '2' }]
    await using target = await startEmulatorTarget({ cdnDomains })
    const { mediaId, mediaUrl, upload } = await startUpload(openapiCore, target)
    const client = uploadClient(upload, { addressing: 'ip', region: upload.auth.Region })
    const path = `/${upload.address.FileName}`
    await client.put(upload.address.FileName, file)

    expect(new URL(mediaUrl).host).toBe(target.rpc.host)
    expect((await fetch(mediaUrl)).status).toBe(200)
    const world = { target, mediaId, mediaUrl, path }
    expect((await read(world, `http://${unsigned}${path}`)).status).toBe(404)
  })
})

describe('a domain', () => {
  test.for(['GET', 'HEAD'])('answers %s as OSS does', async (method) => {
    const answer = await read(open, open.mediaUrl, { method })

    expect(answer).toMatchObject({ status: 200, text: method === 'GET' ? file.toString() : '' })
    expect(answer.headers).toMatchObject({
      'content-type': 'image/png',
      'content-length': '1000',
      'accept-ranges': 'bytes',
      etag: expect.stringMatching(/^"[0-9A-F]{32}"$/),
      server: 'Tengine',
    })
  })

  test.for([
    { asked: 'bytes=0-9', status: 206, length: 10, range: 'bytes 0-9/1000' },
    { asked: 'bytes=-5', status: 206, length: 5, range: 'bytes 995-999/1000' },
    { asked: 'bytes=990-', status: 206, length: 10, range: 'bytes 990-999/1000' },
    { asked: 'bytes=1000-', status: 200, length: 1000, range: undefined },
  ])('answers the range $asked with $status', async ({ asked, status, length, range }) => {
    const { headers, ...answer } = await read(closed, closed.mediaUrl, {
      headers: { range: asked },
    })

    expect(answer.status).toBe(status)
    expect(headers['content-length']).toBe(String(length))
    expect(headers['content-range']).toBe(range)
  })

  test('refuses a range outside the file where the standard behaviour is asked for', async () => {
    const headers = { range: 'bytes=1000-', 'x-oss-range-behavior': 'standard' }

    expect((await read(open, open.mediaUrl, { headers })).status).toBe(416)
  })

  test('answers conditional requests', async () => {
    const { headers } = await read(open, open.mediaUrl)
    const ask = (name: string, value = '') =>
      read(open, open.mediaUrl, { headers: { [name]: value } })

    expect((await ask('if-none-match', headers.etag)).status).toBe(304)
    expect((await ask('if-modified-since', headers['last-modified'])).status).toBe(304)
    expect((await ask('if-match', '"0"')).status).toBe(412)
  })

  test('answers 404 for what is not there, with the reason', async () => {
    const answer = await read(open, `http://${unsigned}/watermark/none.png`)

    expect(answer.status).toBe(404)
    expect(answer.text).toContain('<Code>NoSuchKey</Code>')
    expect(answer.text).toContain('<Key>watermark/none.png</Key>')
  })

  test.for(['/', '/%E9', '/watermark'])('answers 404 at %s', async (path) => {
    expect((await read(open, `http://${unsigned}${path}`)).status).toBe(404)
  })

  test('answers 404 for a file that was deleted', async () => {
    await using world = { ...(await worldOf(unsigned)), async [Symbol.asyncDispose]() {} }
    await using _ = world.target
    expect((await read(world, world.mediaUrl)).status).toBe(200)

    const asked = { MediaIds: world.mediaId }
    await succeeded(openapiCore.call(world.target, 'DeleteAttachedMedia', asked))

    expect((await read(world, world.mediaUrl)).status).toBe(404)
  })

  test.for(['PUT', 'POST', 'DELETE', 'OPTIONS'])('refuses %s', async (method) => {
    const body = Buffer.from(method === 'PUT' ? 'other' : '')
    const answer = await read(open, open.mediaUrl, { method, body })

    expect(answer.status).toBe(405)
    expect(answer.headers.allow).toBe('GET, HEAD')
    expect(answer.headers['x-vod-emulator-explanation']).toContain('UploadAddress')
    expect((await read(open, open.mediaUrl)).text).toBe(file.toString())
  })

  test('is there under the name of the emulator, too', async () => {
    const { bucket } = closed.target
    const url = closed.mediaUrl.replace('http://', `${bucket.endpoint}/_emulator/cdn/`)

    expect(Buffer.from(await (await fetch(url)).arrayBuffer())).toEqual(file)
    expect((await fetch(url.replace('auth_key=', 'other='))).status).toBe(403)
    expect((await fetch(`${bucket.endpoint}/_emulator/cdn/none.example.com/x`)).status).toBe(404)
  })

  test('may be read by pages of other origins', async () => {
    const origin = 'https://www.example.com'
    const asked = { origin, 'access-control-request-method': 'GET' }
    const headers = { ...asked, 'access-control-request-headers': 'range' }

    for (const url of [closed.mediaUrl, `http://${signed}/none`]) {
      const answer = await read(closed, url, { headers: { origin } })
      expect(answer.headers['access-control-allow-origin']).toBe('*')
    }
    const preflight = await read(closed, closed.mediaUrl, { method: 'OPTIONS', headers })
    expect(preflight.status).toBe(200)
    expect(preflight.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, HEAD',
      'access-control-allow-headers': 'range',
    })
  })
})

describe('the remedies of the manual', () => {
  test('an unsigned URL of a signed domain is refused, as a browser would meet it', async () => {
    const answer = await read(closed, closed.mediaUrl.replace(/\?.*/, ''))

    expect(answer.status).toBe(403)
    expect(answer.headers['x-tengine-error']).toBe('denied by req auth: no url arg auth_key')
    expect(answer.text).toContain('<h1>403 Forbidden</h1>')
  })

  test.for([key, 'anotherKey'])(
    "a signature of one's own opens it, with the key %s",
    async (own) => {
      const seconds = Math.floor((Date.now() - 60_000) / 1000)

      for (const type of ['A', 'B', 'C in the path', 'C in the query']) {
        const url = `http://${signed}${signedTarget(closed.path, seconds, own, type)}`
        expect((await read(closed, url)).status).toBe(200)
      }
    },
  )
})
