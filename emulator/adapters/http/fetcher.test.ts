import { describe, expect, onTestFinished, test } from 'vitest'
import { partOf, redirectTo, startFileServer } from '../../../sdk-tests/setup/file-server.ts'
import { FetchError } from '../../ports/fetcher.ts'
import { type FetcherOptions, httpFetcher } from './fetcher.ts'

const content = Buffer.from('0123456789'.repeat(10_000))
const minute = 60_000
const never = new AbortController().signal

async function serving() {
  const server = await startFileServer()
  onTestFinished(() => server[Symbol.asyncDispose]())
  server.serve('/a.mp4', content)
  return server
}

const fetcherWith = (options: Partial<FetcherOptions> = {}) =>
  httpFetcher({
    hosts: [],
    maxBytes: content.length,
    idleMs: minute,
    totalMs: minute,
    ...options,
  })

async function read(url: string, options?: Partial<FetcherOptions>, signal = never) {
  const { body } = await fetcherWith(options).fetch(url, signal)
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(Buffer.from(chunk))
  return { size: body.size, bytes: Buffer.concat(chunks) }
}

const failure = (message: RegExp) => ({
  name: FetchError.name,
  message: expect.stringMatching(message),
})

describe('a file', () => {
  test('comes whole, with its size where that is announced', async () => {
    const server = await serving()
    server.serve('/chunked', (_, response) => {
      response.write(content.subarray(0, 1))
      response.end(content.subarray(1))
    })

    expect(await read(`${server.origin}/a.mp4`)).toEqual({ size: content.length, bytes: content })
    expect(await read(`${server.origin}/chunked`)).toEqual({ size: undefined, bytes: content })
  })

  test('that is not there is not fetched', async () => {
    const server = await serving()

    await expect(read(`${server.origin}/b.mp4`)).rejects.toMatchObject(failure(/answered 404/))
  })

  test('is not fetched from where nothing listens', async () => {
    const server = await startFileServer()
    await server[Symbol.asyncDispose]()

    await expect(read(`${server.origin}/a.mp4`)).rejects.toMatchObject(failure(/ECONNREFUSED/))
  })

  test('that breaks off is not taken for whole', async () => {
    const server = await serving()
    server.serve('/broken', partOf(content, 1000, 'breaks'))

    await expect(read(`${server.origin}/broken`)).rejects.toMatchObject(failure(/broke/))
  })

  test('that is too large is refused by what is announced, or by what comes', async () => {
    const server = await serving()
    server.serve('/chunked', (_, response) => {
      response.write(content)
      response.end('x')
    })
    const small = { maxBytes: content.length - 1 }

    await expect(read(`${server.origin}/a.mp4`, small)).rejects.toMatchObject(
      failure(/has 100000 bytes, more than the 99999/),
    )
    await expect(read(`${server.origin}/chunked`)).rejects.toMatchObject(failure(/has at least/))
  })
})

describe('a server', () => {
  test.for([0, 1000])('that stalls after %d bytes is given up', async (sent) => {
    const server = await serving()
    server.serve('/stalls', partOf(content, sent, 'stalls'))
    if (sent === 0) server.serve('/stalls', () => undefined)

    await expect(read(`${server.origin}/stalls`, { idleMs: 50 })).rejects.toMatchObject(
      failure(/sent nothing for 0.05 s/),
    )
  })

  test('that sends a byte now and then is given up, too', async () => {
    const server = await serving()
    server.serve('/slow', (_, response) => {
      const timer = setInterval(() => response.write('x'), 5)
      response.on('close', () => clearInterval(timer))
    })

    await expect(read(`${server.origin}/slow`, { totalMs: 100 })).rejects.toMatchObject(
      failure(/took more than 0.1 s/),
    )
  })

  test.for(['stop', 'abort'])('sees that its reader is gone after a %s', async (how) => {
    const server = await serving()
    const { promise: closed, resolve } = Promise.withResolvers<void>()
    server.serve('/stalls', (request, response) => {
      request.on('close', resolve)
      partOf(content, 1000, 'stalls')(request, response)
    })
    const abort = new AbortController()
    const { body } = await fetcherWith().fetch(`${server.origin}/stalls`, abort.signal)
    const chunks = body[Symbol.asyncIterator]()
    await chunks.next()

    if (how === 'stop') await chunks.return?.()
    else {
      const next = expect(chunks.next()).rejects.toThrow()
      abort.abort()
      await next
    }

    await closed
  })
})

describe('a redirect', () => {
  test.for([301, 302, 303, 307, 308])('by %d is followed', async (status) => {
    const server = await serving()
    server.serve('/old', redirectTo('/a.mp4', status))

    expect((await read(`${server.origin}/old`)).bytes).toEqual(content)
    expect(server.asked).toEqual(['/old', '/a.mp4'])
  })

  test('is followed five times', async () => {
    const server = await serving()
    for (let i = 1; i <= 6; i++) server.serve(`/${i}`, redirectTo(i === 1 ? '/a.mp4' : `/${i - 1}`))

    expect((await read(`${server.origin}/5`)).bytes).toEqual(content)
    await expect(read(`${server.origin}/6`)).rejects.toMatchObject(failure(/more than 5 times/))
  })

  test.for([undefined, 'http://', 'ftp://127.0.0.1/a.mp4', 'file:///etc/passwd'])(
    'to %s is not followed',
    async (location) => {
      const server = await serving()
      server.serve('/old', (_, response) => {
        response.writeHead(302, location === undefined ? {} : { location }).end()
      })

      await expect(read(`${server.origin}/old`)).rejects.toMatchObject(failure(/answered 302/))
    },
  )
})

describe('a host', () => {
  // It leads here, too, but is not loopback: only what is not contacted stays unasked.
  const elsewhere = '0.0.0.0'

  test('that is not allowed is never contacted, not by a redirect either', async () => {
    const server = await serving()
    const other = await serving()
    server.serve('/old', redirectTo(`http://${elsewhere}:${other.port}/a.mp4`))
    const refused = failure(/^Files are fetched from loopback alone: --fetch-host 0.0.0.0 /)

    await expect(read(`http://${elsewhere}:${other.port}/a.mp4`)).rejects.toMatchObject(refused)
    await expect(read(`${server.origin}/old`)).rejects.toMatchObject(refused)

    expect(other.connections()).toBe(0)
    expect((await read(`${server.origin}/old`, { hosts: [elsewhere] })).bytes).toEqual(content)
    expect(other.connections()).toBe(1)
  })

  test.for(['http://localhost.example.com/', 'http://[::]/', 'http://127.0.0.1.nip.io/'])(
    'of %s is not loopback',
    async (url) => {
      await expect(read(url)).rejects.toMatchObject(failure(/loopback alone/))
    },
  )

  test.for(['localhost', 'LOCALHOST.', 'a.localhost', '127.1', '127.9.9.9', '[::ffff:127.0.0.1]'])(
    '%s is loopback',
    async (host) => {
      const server = await serving()

      const file = fetcherWith().fetch(`http://${host}:${server.port}/a.mp4`, never)
      // Not every machine has every address of loopback; it is not refused for its name anyway.
      const { message } = (await file.then(
        ({ body }) =>
          body[Symbol.asyncIterator]()
            .return?.()
            .then(() => ({ message: '' })),
        (error: unknown) => error as Error,
      )) as Error

      expect(message).not.toContain('loopback')
    },
  )
})
