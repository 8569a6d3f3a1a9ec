import { type IncomingHttpHeaders, request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningEmulator, startEmulator } from '#emulator/index.ts'

let vod: RunningEmulator

beforeAll(async () => {
  vod = await startEmulator({
    port: 0,
    accessKeys: ['me:very-secret-word'],
    serverSecret: 'hidden-word',
  })
})
afterAll(() => vod.close())

interface Asked {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** Bare HTTP, for `fetch` does not send a Host of one's own. */
function ask(path: string, { method = 'GET', headers = {}, body }: Asked = {}) {
  return new Promise<{ status: number; type: string; headers: IncomingHttpHeaders; body: string }>(
    (resolve, reject) => {
      const asked = request(`${vod.url}/_emulator${path}`, { method, headers }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            type: response.headers['content-type'] ?? '',
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        )
      })
      asked.on('error', reject)
      asked.end(body)
    },
  )
}

const post = (path: string, body: unknown) =>
  ask(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

describe('the control plane', () => {
  test.each(['/health', '/ready', '/info', '/clock'])('answers GET %s in JSON', async (path) => {
    const answer = await ask(path)

    expect(answer.status).toBe(200)
    expect(answer.type).toContain('application/json')
    expect(JSON.parse(answer.body)).toBeTypeOf('object')
  })

  test('tells what is emulated, and no secret', async () => {
    const { body } = await ask('/info')

    expect(JSON.parse(body)).toMatchObject({
      edition: '2021',
      region: 'cn-shanghai',
      keyIds: ['me'],
      store: 'memory',
      operations: expect.arrayContaining([
        { product: 'vod', name: 'CreateUploadAttachedMedia', evidence: 'documented' },
      ]),
    })
    expect(body).not.toMatch(/very-secret-word|hidden-word/)
  })

  test('has a page', async () => {
    const { type, body } = await ask('/')

    expect(type).toContain('text/html')
    expect(body).toContain('vod-emulator')
  })

  test('sets, advances and freezes the clock, in this order', async () => {
    const set = await post('/clock', { set: '2026-01-01T00:00:00Z', advance: 90, freeze: true })

    expect(JSON.parse(set.body)).toEqual({ now: '2026-01-01T00:01:30.000Z', mode: 'frozen' })
    expect(JSON.parse((await ask('/clock', { method: 'DELETE' })).body)).toMatchObject({
      mode: 'system',
    })
  })

  const time = 'expected an ISO date, or an ISO time with its zone, such as 2026-01-01T00:00:00Z'
  const object = 'expected a JSON object such as {"advance":60}.'

  test.each([
    ['no JSON', '{', `The body is not valid JSON, ${object}`],
    ['nothing', '', `The body is empty, ${object}`],
    ['a list', '[]', `The body is not a JSON object, ${object}`],
    ['null', 'null', `The body is not a JSON object, ${object}`],
    ['a member that is nearly one', { advence: 1 }, 'advence: no such key, did you mean advance?'],
    ['an unknown member', { rewind: 1 }, 'rewind: no such key'],
    ['an unknown member beside others', { advance: 1, rewind: 1 }, 'rewind: no such key'],
    ['a member of every object', '{"__proto__":1}', '__proto__: no such key'],
    ['a time without a zone', { set: '2026-01-01T00:00:00' }, `set: ${time}`],
    ['a day that does not exist', { set: '2026-02-30T00:00:00Z' }, `set: ${time}`],
    ['seconds as text', { advance: '1' }, 'advance: expected a number of seconds'],
    ['seconds without end', '{"advance":1e999}', 'advance: expected a number of seconds'],
    ['freeze as text', { freeze: 'yes' }, 'freeze: expected true or false'],
  ])('refuses %s for the clock', async (_, body, message) => {
    const answer = await post('/clock', body)

    expect(answer.status).toBe(400)
    expect(JSON.parse(answer.body)).toEqual({ error: { code: 'InvalidClock', message } })
  })

  test('names the header that a body needs', async () => {
    const { status, body } = await ask('/clock', {
      method: 'POST',
      // What `curl -d` sends.
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: '{"advance":1}',
    })

    expect(status).toBe(415)
    expect(body).toContain('Content-Type: application/json')
  })

  test('names the methods that a path takes', async () => {
    const { headers, body } = await ask('/clock', { method: 'PUT' })

    expect(headers.allow).toBe('GET, POST, DELETE')
    expect(body).toContain('PUT is not a method of this path, which takes GET, POST, DELETE.')
  })

  test('names the nearest path', async () => {
    expect((await ask('/request')).body).toContain('did you mean /_emulator/requests?')
    expect((await ask('/explorer')).body).toContain('did you mean /_emulator/explorer/…?')
    expect((await ask('/accounts/')).body).toContain('did you mean /_emulator/accounts/…?')
    expect((await ask('/nonsense-altogether')).body).toContain('/_emulator/ lists what there is.')
  })

  test('tells what is known of a media, but not in which indexes it stands', async () => {
    const created = await post('/explorer/CreateUploadVideo', { FileName: 'a.mp4', Title: 'Film' })
    const { VideoId } = JSON.parse(created.body).answer

    const media = JSON.parse((await ask(`/media/${VideoId}`)).body)
    expect(media).toMatchObject({
      mediaId: VideoId,
      kind: 'video',
      status: 'Uploading',
      title: 'Film',
    })
    expect(media).not.toHaveProperty('lists')
    vod.requests.clear()
  })

  test('has an icon for browsers, which leaves no line in the log of requests', async () => {
    const response = await fetch(`${vod.url}/favicon.ico`)

    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('image/svg+xml')
    expect(await response.text()).toContain('<svg ')
    expect(vod.requests.list()).toEqual([])
  })

  test.each([
    [
      'another media type',
      '/clock',
      { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{}' },
      415,
    ],
    ['another method', '/health', { method: 'PUT' }, 405],
    ['an unknown path', '/nothing', {}, 404],
    ['an unknown media', '/media/0', {}, 404],
    ['a foreign host', '/info', { headers: { host: 'evil.example.com' } }, 403],
    ['a foreign origin', '/info', { headers: { origin: 'https://evil.example.com' } }, 403],
    ['a cross-site request', '/info', { headers: { 'sec-fetch-site': 'cross-site' } }, 403],
  ])('refuses %s', async (_, path, asked: Asked, status) => {
    const answer = await ask(path, asked)

    expect(answer.status).toBe(status)
    expect(JSON.parse(answer.body)).toEqual({
      error: { code: expect.any(String), message: expect.any(String) },
    })
  })

  test.each(['localhost', '127.0.0.1:80', '[::1]:80', 'emulator', 'host.docker.internal'])(
    'answers under the local name %s',
    async (host) => {
      expect((await ask('/health', { headers: { host } })).status).toBe(200)
    },
  )

  test('wants its token where one is set', async () => {
    await using guarded = await startEmulator({ port: 0, controlToken: 'word' })
    const health = `${guarded.url}/_emulator/health`

    expect((await fetch(health)).status).toBe(403)
    expect((await fetch(health, { headers: { authorization: 'Bearer word' } })).status).toBe(200)
  })
})

describe('the clock', () => {
  test.each([{ advance: 1e300 }, { set: '9999-01-01T00:00:00Z' }, { set: '1969-01-01T00:00:00Z' }])(
    'stays in the range that can be written: %j',
    async (change) => {
      const answer = await post('/clock', change)

      expect(answer.status).toBe(400)
      expect((await ask('/clock')).status).toBe(200)
    },
  )

  test('may be moved by several at once', async () => {
    await using own = await startEmulator({ port: 0 })
    const advance = () =>
      fetch(`${own.url}/_emulator/clock`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"advance":700000}',
      }).then(({ status }) => status)

    expect(await Promise.all([advance(), advance(), advance()])).toEqual([200, 200, 200])
  })
})

describe('a body that is too large', () => {
  test('is refused before it is read', async () => {
    expect((await post('/clock', `{"advance":1${' '.repeat(70_000)}}`)).status).toBe(413)
  })
})
