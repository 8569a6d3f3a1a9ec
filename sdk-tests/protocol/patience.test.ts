import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountClient } from '../clients/ali-oss.ts'
import { requestV1 } from '../clients/hand-signed.ts'
import { bytes } from '../setup/bytes.ts'
import { startEmulatorTarget, targetName, transports } from '../setup/target.ts'
import { type Conversation, converse, onlyAnswerIn, refusalIn, requestTo } from './conversation.ts'

type Target = Awaited<ReturnType<typeof startEmulatorTarget>>

const clientOf = (target: Target) =>
  accountClient(target, { addressing: 'localhost-sld', region: 'oss-cn-shanghai' })

/** Enough for a machine that is busy with the first requests to read what has come. */
const idleSeconds = 2

/** What is compiled and connected before its first use would come out of the first client's time. */
async function warmUp(target: Target): Promise<void> {
  const { url, init } = requestV1(target, {}, { method: 'POST' })
  await (await fetch(url, init)).text()
  await clientOf(target).put('warm', bytes(1))
}

/** Says a byte every 100 ms until the connection closes. */
function dribble({ socket, say }: Conversation, byte: string): void {
  const timer = setInterval(() => say(byte), 100)
  socket.once('close', () => clearInterval(timer))
}

const form = 'Content-Type: application/x-www-form-urlencoded'
const long = 'Content-Length: 1000'

/** Requests that stop after their first bytes, and what each is refused with. */
const stopping = [
  {
    name: 'a call in JSON',
    head: (target: Target) =>
      requestTo('POST', requestV1(target, {}, { method: 'POST' }).url, [form, long]),
    refusal: { status: 408, code: 'RequestTimeout' },
  },
  {
    name: 'a call in XML',
    head: (target: Target) =>
      requestTo('POST', requestV1(target, { Format: 'XML' }, { method: 'POST' }).url, [form, long]),
    refusal: { status: 408, code: 'RequestTimeout' },
  },
  {
    name: 'a put',
    head: (target: Target) =>
      requestTo('PUT', clientOf(target).signatureUrl('slow', { method: 'PUT' }), [long]),
    refusal: { status: 400, code: 'RequestTimeout' },
  },
] as const

const overControl = (target: Target) =>
  requestTo('POST', `http://${target.rpc.host}/_emulator/clock`, [
    'Content-Type: application/json',
    long,
  ])

describe.skipIf(targetName !== 'emulator').for(transports)(
  'a client that stops over $protocol',
  { concurrent: true },
  ({ tls }) => {
    let target: Target
    beforeAll(async () => {
      target = await startEmulatorTarget({ tls, idleSeconds, store: 'memory' })
      await warmUp(target)
    })
    afterAll(() => target[Symbol.asyncDispose]())

    test.for(stopping)('within the body of $name is told so', async ({ head, refusal }) => {
      using talk = await converse(target)
      talk.say(`${head(target)}abc`)

      expect(refusalIn(onlyAnswerIn(await talk.rest()))).toEqual({
        ...refusal,
        explanation: expect.stringContaining(
          `Nothing came for ${idleSeconds} s after 3 bytes of the body; the limit is ${idleSeconds} s, the option --idle-seconds moves it.`,
        ),
      })
    })

    test('within a body for the control plane is told so', async () => {
      using talk = await converse(target)
      talk.say(`${overControl(target)}{`)

      const { status, body } = onlyAnswerIn(await talk.rest())

      expect(status).toBe(400)
      expect(JSON.parse(body)).toMatchObject({ error: { code: 'RequestTimeout' } })
    })

    test('within the headers is told so', async () => {
      using talk = await converse(target)
      talk.say('GET / HTTP/1.1\r\nHost:')

      expect(refusalIn(onlyAnswerIn(await talk.rest()))).toMatchObject({
        status: 408,
        code: 'RequestTimeout',
        explanation: expect.stringContaining('--idle-seconds'),
      })
    })

    test('within the headers of a second request is told so', async () => {
      using talk = await converse(target)
      talk.say(requestTo('GET', requestV1(target).url))
      await talk.hear(/UploadAuth/)
      talk.say('GET / HTTP/1.1\r\nHost:')

      expect(await talk.rest()).toMatch(/HTTP\/1\.1 408 .*--idle-seconds/s)
    })

    test('before it says anything, or after an answer, is let go in silence', async () => {
      using mute = await converse(target)
      using talk = await converse(target)
      talk.say(requestTo('GET', requestV1(target).url))

      expect(await mute.rest()).toBe('')
      expect(onlyAnswerIn(await talk.rest()).status).toBe(200)
    })

    test('reading a download is let go', async () => {
      const client = clientOf(target)
      const large = bytes(32 * 1024 * 1024)
      await client.put('large', large)
      using talk = await converse(target)
      talk.socket.pause()
      talk.say(requestTo('GET', client.signatureUrl('large')))
      // It reads no byte until clients that came later were let go for having said nothing, one after the other. A write
      // that began within an idle time counts as progress: a reader is let go after the second.
      for (let i = 0; i < 4; i++) {
        using later = await converse(target)
        await later.rest()
      }
      talk.socket.resume()

      expect((await talk.rest()).length).toBeLessThan(large.length)
    })

    test('for less than that, again and again, is served', async () => {
      // A machine that stands still for most of an idle time must not look like a client that does.
      await using patient = await startEmulatorTarget({ tls, idleSeconds: 5, store: 'memory' })
      const body = bytes(12)
      const url = clientOf(patient).signatureUrl('steady', { method: 'PUT' })
      using talk = await converse(patient)
      talk.say(requestTo('PUT', url, [`Content-Length: ${body.length}`, 'Connection: close']))

      let sent = 0
      const timer = setInterval(() => {
        talk.say(body.subarray(sent, ++sent))
        if (sent === body.length) clearInterval(timer)
      }, 500)

      expect(onlyAnswerIn(await talk.rest()).status).toBe(200)
      expect((await clientOf(patient).get('steady')).content.equals(body)).toBe(true)
    })
  },
)

describe.skipIf(targetName !== 'emulator').for(transports)(
  'a client that never stops over $protocol',
  { concurrent: true },
  ({ tls }) => {
    let target: Target
    beforeAll(async () => {
      target = await startEmulatorTarget({ tls, requestSeconds: 1, store: 'memory' })
      await warmUp(target)
    })
    afterAll(() => target[Symbol.asyncDispose]())

    test.for(stopping)('sending the body of $name is told so', async ({ head, refusal }) => {
      using talk = await converse(target)
      talk.say(head(target))
      dribble(talk, 'a')

      expect(refusalIn(onlyAnswerIn(await talk.rest()))).toEqual({
        ...refusal,
        explanation: expect.stringMatching(
          /^The request was not complete 1 s after its headers, \d+ bytes of its body had come; the limit is 1 s, the option --request-seconds moves it\./,
        ),
      })
    })

    test('sending headers is told so', async () => {
      using talk = await converse(target)
      talk.say('GET / HTTP/1.1\r\nX: ')
      dribble(talk, 'a')

      expect(refusalIn(onlyAnswerIn(await talk.rest()))).toMatchObject({ status: 408 })
    })

    test('sending a body that nobody asked for is let go with its answer', async () => {
      using talk = await converse(target)
      talk.say(requestTo('GET', `http://${target.rpc.host}/_emulator/health`, [long]))
      dribble(talk, 'a')

      expect(onlyAnswerIn(await talk.rest()).status).toBeLessThan(500)
    })
  },
)
