import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountClient } from '../clients/ali-oss.ts'
import { type Encoded, requestV1 } from '../clients/hand-signed.ts'
import { startEmulatorTarget, targetName } from '../setup/target.ts'
import {
  answersIn,
  converse,
  type HttpAnswer,
  onlyAnswerIn,
  refusalIn,
  requestTo,
} from './conversation.ts'

type Target = Awaited<ReturnType<typeof startEmulatorTarget>>

let target: Target

beforeAll(async () => {
  target = await startEmulatorTarget({
    maxHeaderBytes: 8192,
    maxRpcBodyBytes: 1024,
    maxXmlBodyBytes: 1024,
    maxParameters: 32,
    maxParts: 3,
  })
})
afterAll(() => target[Symbol.asyncDispose]())

const close = 'Connection: close'

/** The answer to one request on a connection of its own. */
async function ask(text: string): Promise<HttpAnswer> {
  using talk = await converse(target)
  talk.say(text)
  return onlyAnswerIn(await talk.rest())
}

const chunked = (body: string): string => `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`

const oss = () => accountClient(target, { addressing: 'localhost-sld', region: 'oss-cn-shanghai' })

const signed = (method: string, key: string, subResource: Record<string, string> = {}) =>
  oss().signatureUrl(key, { method: method as 'PUT', subResource })

const binary = 'Content-Type: application/octet-stream'

describe.skipIf(targetName !== 'emulator')('request line and headers', () => {
  const withHeader = (length: number) =>
    ask(requestTo('GET', requestV1(target).url, [`X-Long: ${'x'.repeat(length)}`, close]))

  test('of nearly the limit are read', async () => {
    expect((await withHeader(7000)).status).toBe(200)
  })

  test('beyond it are refused, in the shape of either protocol', async () => {
    const answer = await withHeader(8192)

    expect(refusalIn(answer)).toEqual({
      status: 431,
      code: 'RequestHeaderFieldsTooLarge',
      explanation: expect.stringContaining(
        'Request line and headers have more than 8192 bytes; the limit is 8192 bytes, the option --max-header-bytes moves it.',
      ),
    })
    expect(answer.headers.get('x-oss-request-id')).toBe(answer.headers.get('x-acs-request-id'))
  })

  test('are whole, however many there are', async () => {
    const others = Array.from({ length: 1500 }, (_, i) => `z${i.toString(36)}:`)
    const url = signed('PUT', 'many-headers')

    const put = await ask(
      requestTo('PUT', url, [...others, 'Content-Language: zh', 'Content-Length: 0', close]),
    )

    expect(put.status).toBe(200)
    const { res } = await oss().head('many-headers')
    expect(res.headers).toMatchObject({ 'content-language': 'zh' })
  })
})

describe.skipIf(targetName !== 'emulator')('the body of a call', () => {
  const call = (size: number, encoded: Encoded = {}) => {
    const body = 'b'.repeat(size)
    const { url } = requestV1(target, encoded, { method: 'POST' })
    return { url, body }
  }
  const announced = ({ url, body }: { url: string; body: string }, ...headers: string[]) =>
    requestTo('POST', url, [binary, `Content-Length: ${body.length}`, ...headers], body)
  const inChunks = ({ url, body }: { url: string; body: string }, ...headers: string[]) =>
    requestTo('POST', url, [binary, 'Transfer-Encoding: chunked', ...headers], chunked(body))

  test.for([
    ['announced', announced],
    ['in chunks', inChunks],
  ] as const)('of the limit is read: %s', async ([, write]) => {
    expect(await ask(write(call(1024), close))).toMatchObject({
      status: 200,
      body: expect.stringContaining('UploadAuth'),
    })
  })

  test.for([
    ['announced', 'JSON', announced, 'has 1025 bytes'],
    ['announced', 'XML', announced, 'has 1025 bytes'],
    ['in chunks', 'JSON', inChunks, 'has at least 1025 bytes'],
    ['in chunks', 'XML', inChunks, 'has at least 1025 bytes'],
  ] as const)('of a byte more is refused: %s, %s', async ([, Format, write, measured]) => {
    const answer = await ask(write(call(1025, { Format }), close))

    expect(answer.body.startsWith(Format === 'JSON' ? '{' : '<?xml')).toBe(true)
    expect(refusalIn(answer)).toEqual({
      status: 413,
      code: 'RequestEntityTooLarge',
      explanation: expect.stringContaining(
        `The body ${measured}; the limit is 1024 bytes, the option --max-rpc-body-bytes moves it.`,
      ),
    })
  })

  test('is refused without being read, and the answer arrives although it is sent to its end', async () => {
    const large = call(20 * 1024 * 1024)
    using talk = await converse(target)

    talk.say(announced(large, close))

    expect(refusalIn(onlyAnswerIn(await talk.rest()))).toMatchObject({ status: 413 })
  })

  test('is refused on a connection that goes on when all of it has come', async () => {
    using talk = await converse(target)
    talk.say(announced(call(1025)) + requestTo('GET', requestV1(target).url, [close]))

    const [refused, answered] = answersIn(await talk.rest())

    expect(refused?.status).toBe(413)
    expect(answered?.status).toBe(200)
  })
})

describe.skipIf(targetName !== 'emulator')('parameters', () => {
  const many = (count: number): Encoded =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`P${i}`, `${i}`]))
  // A call signed by V1 has ten parameters of its own.
  const own = 10
  const tooMany = (measured: string) => ({
    status: 400,
    code: 'TooManyParameters',
    explanation: expect.stringContaining(
      `${measured}; the limit is 32 parameters, the option --max-parameters moves it.`,
    ),
  })

  test.for(['JSON', 'XML'])(
    'of a call: the limit passes, one more is refused in %s',
    async (Format) => {
      const url = (count: number) => requestV1(target, { ...many(count - own), Format }).url

      expect((await ask(requestTo('GET', url(32), [close]))).status).toBe(200)
      const refused = await ask(requestTo('GET', url(33), [close]))
      expect(refusalIn(refused)).toEqual(tooMany('The request has 33 parameters'))
      expect(refused.body.startsWith(Format === 'JSON' ? '{' : '<?xml')).toBe(true)
    },
  )

  test.for([
    ['a form', 'application/x-www-form-urlencoded', (count: number) => 'a=1&'.repeat(count)],
    ['JSON', 'application/json', (count: number) => JSON.stringify(many(count))],
  ] as const)('of the body count too: %s', async ([, type, bodyOf]) => {
    const body = bodyOf(33 - own)
    const { url } = requestV1(target, {}, { method: 'POST' })
    const headers = [`Content-Type: ${type}`, `Content-Length: ${body.length}`, close]

    const answer = await ask(requestTo('POST', url, headers, body))

    expect(refusalIn(answer)).toEqual(tooMany('The request has 33 parameters'))
  })

  test('of a request to OSS: the limit passes, one more is refused', async () => {
    await oss().put('few-parameters', Buffer.from('x'))
    // A URL signed by V1 has three parameters of its own.
    const url = (count: number) => signed('GET', 'few-parameters') + '&a=1'.repeat(count - 3)

    expect((await ask(requestTo('GET', url(32), [close]))).status).toBe(200)
    expect(refusalIn(await ask(requestTo('GET', url(33), [close])))).toEqual({
      status: 400,
      code: 'InvalidArgument',
      explanation: expect.stringContaining(
        'The query has 33 parameters; the limit is 32 parameters, the option --max-parameters moves it.',
      ),
    })
  })
})

describe.skipIf(targetName !== 'emulator')('an upload in parts', () => {
  const part = (number: number, etag: string) =>
    `<Part><PartNumber>${number}</PartNumber><ETag>${etag}</ETag></Part>`
  const listOf = (parts: readonly string[], padding = 0) =>
    `<CompleteMultipartUpload>${parts.join('')}${' '.repeat(padding)}</CompleteMultipartUpload>`

  async function started() {
    const key = `tests/${randomUUID()}`
    const { uploadId } = await oss().initMultipartUpload(key)
    const put = (number: number) =>
      ask(
        requestTo(
          'PUT',
          signed('PUT', key, { uploadId, partNumber: `${number}` }),
          ['Content-Length: 1', close],
          'x',
        ),
      )
    const complete = (body: string) =>
      ask(
        requestTo(
          'POST',
          signed('POST', key, { uploadId }),
          [`Content-Length: ${body.length}`, close],
          body,
        ),
      )
    return { put, complete }
  }

  test('has numbers up to the limit', async () => {
    const { put } = await started()

    expect((await put(3)).status).toBe(200)
    expect(refusalIn(await put(4))).toEqual({
      status: 400,
      code: 'InvalidArgument',
      explanation: expect.stringContaining(
        'The part has the number 4; the limit is 3 parts, the option --max-parts moves it.',
      ),
    })
  })

  test('is completed by a list of at most as many', async () => {
    const { put, complete } = await started()
    const etag = (await put(1)).headers.get('etag') ?? ''

    expect(
      refusalIn(await complete(listOf([1, 2, 3, 4].map((number) => part(number, etag))))),
    ).toEqual({
      status: 400,
      code: 'MalformedXML',
      explanation: expect.stringContaining(
        'The list has 4 parts; the limit is 3 parts, the option --max-parts moves it.',
      ),
    })
    expect((await complete(listOf([part(1, etag)]))).status).toBe(200)
  })

  test('is completed by a document of at most the limit', async () => {
    const { put, complete } = await started()
    const etag = (await put(1)).headers.get('etag') ?? ''
    const list = [part(1, etag)]
    const most = 1024 - listOf(list).length

    expect(refusalIn(await complete(listOf(list, most + 1)))).toEqual({
      status: 400,
      code: 'MalformedXML',
      explanation: expect.stringContaining(
        'The body has 1025 bytes; the limit is 1024 bytes, the option --max-xml-body-bytes moves it.',
      ),
    })
    expect((await complete(listOf(list, most))).status).toBe(200)
  })
})
