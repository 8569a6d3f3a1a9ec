import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createEmulator, type RunningEmulator, startEmulator } from '#emulator/index.ts'
import { type RawRequest, send } from '../clients/raw.ts'

let open: RunningEmulator
let guarded: RunningEmulator

beforeAll(async () => {
  open = await startEmulator({ port: 0, controlHosts: ['emulator.test'] })
  guarded = await startEmulator({
    port: 0,
    controlToken: 'word',
    publicUrl: 'https://public.test',
  })
})
afterAll(() => Promise.all([open.close(), guarded.close()]))

const ask = (vod: RunningEmulator, path: string, request: RawRequest = {}) =>
  send(`${vod.url}/_emulator${path}`, request)

const under = (host: string, path = '/health') => ask(open, path, { headers: { host } })

/** The code of a refusal, which has the one shape and no CORS header. */
function codeOf({ text, headers }: Awaited<ReturnType<typeof ask>>): string {
  const { error, ...others }: { error: { code: string; message: string } } = JSON.parse(text)
  expect(others).toEqual({})
  expect(error.message).toEqual(expect.any(String))
  expect(headers['content-type']).toContain('application/json')
  expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([])
  return error.code
}

const bearer = (authorization: string) => ({ headers: { authorization } })

describe('the name under which the control plane is called', () => {
  test.for([
    'localhost',
    'LOCALHOST:80',
    '127.0.0.1',
    '192.168.1.20:17321',
    '[::1]:17321',
    '[fe80::1]',
    'emulator',
    'emulator:17321',
    'host.docker.internal',
    'emulator.test',
    'Emulator.Test:8080',
  ])('may be %s', async (host) => {
    expect((await under(host)).status).toBe(200)
  })

  test.for([
    'evil.example.com',
    'evil.example.com:17321',
    'localhost.evil.example.com',
    '127.0.0.1.evil.example.com',
    'host.docker.internal.evil.example.com',
    'sub.emulator.test',
    'localhost.',
    '127.0.0.1.',
  ])('may not be %s, whatever is asked for', async (host) => {
    for (const path of ['/health', '/', '/nothing', '/media/0']) {
      const answer = await under(host, path)
      expect(answer.status).toBe(403)
      expect(codeOf(answer)).toBe('ForeignHost')
    }
  })

  test('is looked at without a socket too', async () => {
    await using vod = await createEmulator()

    const { status } = await vod.fetch(new Request('http://evil.example.com/_emulator/health'))

    expect(status).toBe(403)
  })
})

describe('a page', () => {
  const port = () => new URL(open.url).port
  const from = (headers: Record<string, string>) => ask(open, '/health', { headers })

  test.for(['http', 'https'])('of the emulator itself may call, by %s', async (scheme) => {
    const answer = await from({ origin: `${scheme}://127.0.0.1:${port()}` })

    expect(answer.status).toBe(200)
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin')
  })

  test('of the public origin may call', async () => {
    const headers = { origin: 'https://public.test', authorization: 'Bearer word' }

    expect((await ask(guarded, '/health', { headers })).status).toBe(200)
  })

  test.for([
    'null',
    'https://evil.example.com',
    'http://127.0.0.1',
    'http://127.0.0.1:1',
    'http://localhost',
    'file://',
    '',
  ])('of the origin "%s" may not', async (origin) => {
    const answer = await from({ origin })

    expect(answer.status).toBe(403)
    expect(codeOf(answer)).toBe('ForeignOrigin')
  })

  test.for(['cross-site', 'Cross-Site'])('may not call %s', async (site) => {
    const answer = await from({ 'sec-fetch-site': site })

    expect(answer.status).toBe(403)
    expect(codeOf(answer)).toBe('ForeignOrigin')
  })

  test.for(['none', 'same-origin', 'same-site'])('may call %s', async (site) => {
    expect((await from({ 'sec-fetch-site': site })).status).toBe(200)
  })

  test('of another origin gets no leave from a preflight', async () => {
    const headers = {
      origin: 'https://evil.example.com',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    }

    const answer = await ask(open, '/clock', { method: 'OPTIONS', headers })

    expect(answer.status).toBe(403)
    expect(codeOf(answer)).toBe('ForeignOrigin')
  })
})

describe('a body', () => {
  const body = Buffer.from('{"advance":60}')
  const post = (path: string, type: string | undefined, sent = body) =>
    ask(open, path, {
      method: 'POST',
      headers: { ...(type && { 'content-type': type }), 'content-length': `${sent.length}` },
      body: sent,
    })

  test.for(['application/json', 'Application/JSON; charset=utf-8', 'application/json ;x=y'])(
    'may be %s',
    async (type) => {
      expect((await post('/clock', type)).status).toBe(200)
    },
  )

  test.for([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'text/plain; application/json',
    undefined,
  ])('may not be %s, on any path', async (type) => {
    for (const path of ['/clock', '/reset']) {
      const answer = await post(path, type)
      expect(answer.status).toBe(415)
      expect(codeOf(answer)).toBe('WrongMediaType')
    }
  })

  test('of another type changes nothing', async () => {
    await ask(open, '/clock', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: Buffer.from('{"set":"2026-01-01T00:00:00Z","freeze":true}'),
    })
    await post('/reset', 'text/plain')
    await post('/clock', 'text/plain')

    const { text } = await ask(open, '/clock')

    expect(JSON.parse(text)).toEqual({ now: '2026-01-01T00:00:00.000Z', mode: 'frozen' })
  })

  test('is not needed for a reset', async () => {
    expect((await post('/reset', undefined, Buffer.alloc(0))).status).toBe(204)
  })
})

describe('the token', () => {
  test.for(['Bearer word', 'bearer word', 'Bearer  word'])('is given as "%s"', async (given) => {
    expect((await ask(guarded, '/health', bearer(given))).status).toBe(200)
  })

  test.for([
    '',
    'word',
    'Bearer',
    'Bearer ',
    'Bearer wor',
    'Bearer words',
    'Bearer WORD',
    'Basic word',
  ])('is not given by "%s", on any path', async (given) => {
    for (const path of ['/', '/health', '/info', '/nothing']) {
      const answer = await ask(guarded, path, bearer(given))
      expect(answer.status).toBe(403)
      expect(codeOf(answer)).toBe('WrongToken')
      expect(answer.text).not.toContain('Bearer word')
    }
  })
})

test('what is wrong is told in the order of host, origin, token and media type', async () => {
  const wrong = {
    host: 'evil.example.com',
    origin: 'https://evil.example.com',
    authorization: 'Bearer x',
    'content-type': 'text/plain',
  }
  const right = {
    host: 'localhost',
    origin: 'http://localhost',
    authorization: 'Bearer word',
    'content-type': 'application/json',
  }
  const codes: string[] = []
  for (let corrected = 0; corrected < 4; corrected++) {
    const headers = Object.fromEntries([
      ...Object.entries(right).slice(0, corrected),
      ...Object.entries(wrong).slice(corrected),
    ])
    const request = { method: 'POST', headers: { ...headers, 'content-length': '2' } }
    codes.push(codeOf(await ask(guarded, '/clock', { ...request, body: Buffer.from('{}') })))
  }

  expect(codes).toEqual(['ForeignHost', 'ForeignOrigin', 'WrongToken', 'WrongMediaType'])
})

test.for([
  ['PUT', '/health'],
  ['DELETE', '/info'],
  ['PATCH', '/clock'],
  ['GET', '/reset'],
  ['OPTIONS', '/clock'],
  ['POST', '/media/0'],
])('%s is no method of %s', async ([method = '', path = '']) => {
  const answer = await ask(open, path, { method })

  expect(answer.status).toBe(405)
  expect(codeOf(answer)).toBe('MethodNotAllowed')
})
