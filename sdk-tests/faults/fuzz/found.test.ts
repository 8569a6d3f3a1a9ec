import { describe, expect } from 'vitest'
import { accountClient } from '../../clients/ali-oss.ts'
import { test as base, needsEmulator } from '../../setup/fixtures.ts'
import { test as inPlace } from '../uploads/places.ts'
import { type Child, startChild } from './child.ts'
import { ask } from './client.ts'
import { exchange } from './exchange.ts'
import {
  type ByteString,
  encode,
  type Pairs,
  type Request,
  utf8,
  written,
} from './requests/request.ts'
import { signedOss } from './requests/signing.ts'
import { account } from './world.ts'

// What the fuzz has found, as literally as it can be said.

const test = base.extend('child', async ({ skip }, { onCleanup }): Promise<Child> => {
  needsEmulator(skip)
  const child = await startChild()
  onCleanup(() => child[Symbol.asyncDispose]())
  return child
})

const bucket = 'outin-00000000000011ee800000163e000000'

function signed(method: string, key: ByteString, headers: Pairs = [], body?: ByteString): Request {
  const call = { method, bucket, key, query: [], headers }
  const made = signedOss(call, account, 'V1 header')
  const target = `/${bucket}/${encode(key)}`
  return {
    method,
    target,
    headers: [['Host', '127.0.0.1'], ...made.headers],
    ...(body !== undefined && { body }),
  }
}

test('a file name in Content-Disposition is told to HEAD as it is to GET', async ({ child }) => {
  const disposition = utf8('attachment; filename="台标.png"')
  await ask(child.port, signed('PUT', 'a', [['content-disposition', disposition]], 'x'))

  for (const method of ['HEAD', 'GET']) {
    const bytes = written(signed(method, 'a'))
    const { answers } = await exchange(child.port, { bytes, ending: 'wait' })
    expect(answers[0]?.headers.get('content-disposition')).toBe(disposition)
  }
})

const health = 'GET /_emulator/health HTTP/1.1\r\nHost: 127.0.0.1\r\n'

describe('requests that wait for others on their connection', () => {
  test('are not overtaken by the refusal of bytes that are not a request', async ({ child }) => {
    const { answers } = await exchange(child.port, {
      bytes: `${health}\r\nno request\r\n\r\n`,
      ending: 'wait',
    })

    expect(answers.map(({ status }) => status)).toEqual([200, 400])
  })

  test('get the leave to send their body before their answer', async ({ child }) => {
    const { fault, answers } = await exchange(child.port, {
      bytes: `${health}\r\n${health}Expect: 100-continue\r\n\r\n`,
      ending: 'wait',
    })

    expect(fault).toBeUndefined()
    expect(answers.map(({ body }) => body.slice(0, 14))).toEqual([
      '{"status":"ok"',
      '{"status":"ok"',
    ])
  })

  inPlace('hold no file open when their client has gone', async ({ place }) => {
    const client = accountClient(place.target, { addressing: 'ip', region: 'oss-cn-shanghai' })
    await client.put('a', Buffer.alloc(1_000_000))
    const get = written(signed('GET', 'a'))
    const port = Number(new URL(place.target.bucket.endpoint).port)

    await exchange(port, { bytes: get + get, ending: 'destroy' })

    // They have arrived when the emulator has answered one that was sent after them.
    await client.head('a')
    await client.delete('a')
    await place.until(({ length }) => length === 0)
  })
})

test('a tunnel whose client resets the connection leaves the process alive', async ({ child }) => {
  const bytes = 'CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n'

  for (let i = 0; i < 50; i++) {
    const many = Array.from({ length: 20 }, () => exchange(child.port, { bytes, ending: 'reset' }))
    await Promise.all(many)
  }

  expect(await child.lives()).toBe(true)
})
