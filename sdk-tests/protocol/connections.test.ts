import { describe, expect, test } from 'vitest'
import { accountClient } from '../clients/ali-oss.ts'
import { requestV1 } from '../clients/hand-signed.ts'
import { bytes } from '../setup/bytes.ts'
import { startEmulatorTarget, targetName, transports } from '../setup/target.ts'
import { answersIn, converse, onlyAnswerIn, refusalIn, requestTo } from './conversation.ts'

type Target = Awaited<ReturnType<typeof startEmulatorTarget>>

const clientOf = (target: Target) =>
  accountClient(target, { addressing: 'localhost-sld', region: 'oss-cn-shanghai' })

const control = (target: Target) => `http://${target.rpc.host}/_emulator/health`

async function ask(target: Target, text: string) {
  using talk = await converse(target)
  talk.say(text)
  return onlyAnswerIn(await talk.rest())
}

describe.skipIf(targetName !== 'emulator').for(transports)(
  'a connection too many over $protocol',
  ({ tls }) => {
    const explanation =
      '3 connections are open; the limit is 2 connections, the option --max-connections moves it.'

    test('is told so in the shape of what it asks for, and closed; then there is room again', async () => {
      await using target = await startEmulatorTarget({ tls, maxConnections: 2 })
      using first = await converse(target)
      {
        using second = await converse(target)
        const json = requestTo('GET', requestV1(target).url)
        const xml = requestTo('GET', requestV1(target, { Format: 'XML' }).url)
        const oss = requestTo('GET', clientOf(target).signatureUrl('a'))

        for (const text of [json, xml, oss])
          expect(refusalIn(await ask(target, text))).toEqual({
            status: 503,
            code: 'ServiceUnavailable',
            explanation: expect.stringContaining(explanation),
          })
        const refusal = await ask(target, requestTo('GET', control(target)))
        expect(refusal.status).toBe(503)
        expect(JSON.parse(refusal.body)).toEqual({
          error: { code: 'ServiceUnavailable', message: explanation },
        })
        second.say(requestTo('GET', requestV1(target).url, ['Connection: close']))
        expect(onlyAnswerIn(await second.rest()).status).toBe(200)
      }
      first.say(requestTo('GET', requestV1(target).url, ['Connection: close']))
      expect(onlyAnswerIn(await first.rest()).status).toBe(200)
      const last = await ask(target, requestTo('GET', control(target), ['Connection: close']))
      expect(last.status).toBe(200)
    })

    test('is dropped when as many have been told as are told at a time', async () => {
      await using target = await startEmulatorTarget({ tls, maxConnections: 1 })
      const talks = await Promise.all(Array.from({ length: 65 }, () => converse(target)))
      using dropped = await converse(target)

      expect(await dropped.rest()).toBe('')
      for (const talk of talks) talk.socket.destroy()
    })
  },
)

describe.skipIf(targetName !== 'emulator').for(transports)(
  'bytes that are no HTTP over $protocol',
  ({ tls }) => {
    const put = (target: Target) =>
      requestTo('PUT', clientOf(target).signatureUrl('broken', { method: 'PUT' }), [
        'Transfer-Encoding: chunked',
      ])

    test.for([
      ['a chunk of no size', 'zz\r\n'],
      ['a chunk that goes on', '1\r\nab\r\n'],
    ])('get one answer in the middle of a put: %s', async ([, bytes]) => {
      await using target = await startEmulatorTarget({ tls, store: 'memory' })
      using talk = await converse(target)
      talk.say(`${put(target)}3\r\nabc\r\n${bytes}`)
      talk.say('more of the same')

      expect(refusalIn(onlyAnswerIn(await talk.rest()))).toEqual({
        status: 400,
        code: 'IncompleteBody',
        explanation: expect.stringContaining('not valid HTTP'),
      })
      await expect(clientOf(target).head('broken')).rejects.toMatchObject({ code: 'NoSuchKey' })
    })

    test('get one answer in the middle of a call', async () => {
      await using target = await startEmulatorTarget({ tls })
      using talk = await converse(target)
      const { url } = requestV1(target, {}, { method: 'POST' })
      talk.say(`${requestTo('POST', url, ['Transfer-Encoding: chunked'])}3\r\nabc\r\nzz\r\n`)

      expect(refusalIn(onlyAnswerIn(await talk.rest()))).toMatchObject({
        status: 400,
        code: 'ContentLengthDoesNotMatch',
      })
    })

    test('get one answer where the client ends its side within a body', async () => {
      await using target = await startEmulatorTarget({ tls, store: 'memory' })
      using talk = await converse(target)
      talk.socket.end(`${put(target)}3\r\nabc\r\n`)

      expect(refusalIn(onlyAnswerIn(await talk.rest()))).toMatchObject({ code: 'IncompleteBody' })
    })

    test('are answered after the answers to what came before them', async () => {
      await using target = await startEmulatorTarget({ tls, store: 'memory' })
      const client = clientOf(target)
      const large = bytes(8 * 1024 * 1024)
      await client.put('large', large)
      using talk = await converse(target)
      const call = requestTo('GET', requestV1(target).url)
      talk.say(`${call}${requestTo('GET', client.signatureUrl('large'))}GIBBERISH\r\n\r\n`)
      talk.say('GIBBERISH\r\n\r\n')

      const [first, download, refused, ...others] = answersIn(await talk.rest())

      expect(first?.body).toContain('UploadAuth')
      expect(Buffer.from(download?.body ?? '', 'latin1').equals(large)).toBe(true)
      expect(refused?.status).toBe(400)
      expect(others).toEqual([])
    })

    test('after a download that is refused in its middle do not mix with it', async () => {
      await using target = await startEmulatorTarget({ tls, store: 'memory' })
      const client = clientOf(target)
      const large = bytes(8 * 1024 * 1024)
      await client.put('large', large)
      using talk = await converse(target)
      talk.socket.pause()
      talk.say(requestTo('GET', client.signatureUrl('large')))
      talk.say('GIBBERISH\r\n\r\n')
      talk.socket.resume()

      const [download, refused, ...others] = answersIn(await talk.rest())

      expect(Buffer.from(download?.body ?? '', 'latin1').equals(large)).toBe(true)
      expect(refused?.status).toBe(400)
      expect(others).toEqual([])
    })

    test('to a host that is none get an answer that arrives, whatever is still sent', async () => {
      await using target = await startEmulatorTarget({ tls })
      using talk = await converse(target)
      const body = 'x'.repeat(20 * 1024 * 1024)

      talk.say(`POST / HTTP/1.1\r\nHost: a b\r\nContent-Length: ${body.length}\r\n\r\n${body}`)

      expect(refusalIn(onlyAnswerIn(await talk.rest()))).toMatchObject({ code: 'BadRequest' })
    })
  },
)
