import { describe, expect } from 'vitest'
import { type Encoded, requestV1 } from '../clients/hand-signed.ts'
import { needs, test } from '../setup/fixtures.ts'
import { request, sendRaw } from './http.ts'

const health = '/_emulator/health'

describe('HTTP that Node would refuse by itself', () => {
  test.for([
    ['a request that is none', 'GIBBERISH\r\n\r\n', '400'],
    ['a Host that is no host', request(['GET / HTTP/1.1', 'Host: a b']), '400'],
    [
      'headers beyond any limit',
      request(['GET / HTTP/1.1', 'Host: a', `X: ${'x'.repeat(200_000)}`]),
      '431',
    ],
    ['a tunnel', request(['CONNECT a:1 HTTP/1.1', 'Host: a:1']), '405'],
    ['every target at once', request(['OPTIONS * HTTP/1.1', 'Host: a']), '400'],
  ])(
    'is answered with an error that can be read: %s',
    async ([, text = '', status = ''], { target, skip }) => {
      needs(target, 'control', skip)

      const answer = await sendRaw(target, text)

      expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
      expect(answer).toMatch(/x-(?:oss|acs)-request-id: \w+/i)
      expect(answer).toMatch(/<Error><Code>\w+<\/Code><Message>[^<]+<\/Message><RequestId>/)
    },
  )

  test('says what to do about an endpoint with a scheme where none belongs', async ({
    target,
    skip,
  }) => {
    needs(target, 'control', skip)

    const answer = await sendRaw(target, request(['POST / HTTP/1.1', 'Host: http://127.0.0.1:1']))

    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    expect(answer).toContain(
      'The Host header is "http://127.0.0.1:1", with a scheme: give the endpoint without one',
    )
  })

  test.for([
    ['no Host under HTTP/1.0', ['GET /_emulator/health HTTP/1.0']],
    ['no Host under HTTP/1.1', ['GET /_emulator/health HTTP/1.1']],
    [
      'an unknown expectation',
      ['GET /_emulator/health HTTP/1.1', 'Host: localhost', 'Expect: tea'],
    ],
    ['a target in absolute form', [`GET http://localhost${health} HTTP/1.1`, 'Host: localhost']],
  ] as const)('is answered: %s', async ([, lines], { target, skip }) => {
    needs(target, 'control', skip)

    expect(await sendRaw(target, request(lines))).toContain('"status":"ok"')
  })
})

describe('a call', () => {
  const lineOf = (url: string, method = 'GET') =>
    `${method} ${url.slice(url.indexOf('/', 8))} HTTP/1.1`

  test('is read in absolute form', async ({ target, skip }) => {
    needs(target, 'control', skip)
    const { url } = requestV1(target)

    const answer = await sendRaw(
      target,
      request([`GET ${url} HTTP/1.1`, `Host: ${target.rpc.host}`]),
    )

    expect(answer).toContain('"UploadAuth"')
  })

  test('may carry a form in a GET', async ({ target, skip }) => {
    needs(target, 'control', skip)
    const form: Encoded = { Title: 'from%20the%20form' }
    const { url } = requestV1(target, form)
    const body = 'Title=from%20the%20form'
    const line = lineOf(url).replace(`&${body}`, '')

    const answer = await sendRaw(
      target,
      request(
        [
          line,
          'Host: a',
          'Content-Type: application/x-www-form-urlencoded',
          `Content-Length: ${body.length}`,
        ],
        body,
      ),
    )

    expect(line).not.toContain('Title')
    expect(answer).toContain('"UploadAuth"')
  })

  test('has no other path than /', async ({ target, skip }) => {
    needs(target, 'control', skip)
    const { url } = requestV1(target)
    const line = lineOf(url).replace('GET /', 'GET /x')

    const answer = await sendRaw(target, request([line, 'Host: vod.cn-shanghai.aliyuncs.com']))

    expect(answer).toContain('InvalidAction.NotFound')
  })

  test('for VOD is refused under the name of STS', async ({ target, skip }) => {
    needs(target, 'control', skip)
    const { url } = requestV1(target)

    const answer = await sendRaw(
      target,
      request([lineOf(url), 'Host: sts.cn-shanghai.aliyuncs.com']),
    )

    expect(answer).toContain('"InvalidVersion"')
  })
})
