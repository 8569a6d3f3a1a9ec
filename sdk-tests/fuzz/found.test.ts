import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect } from 'vitest'
import { needsEmulator, test as base } from '../setup/fixtures.ts'
import { type Child, startChild } from './child.ts'
import { ask } from './client.ts'
import { exchange } from './exchange.ts'
import { encode, type Octets, type Pairs, utf8, written } from './requests/request.ts'
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

function signed(method: string, key: Octets, headers: Pairs = [], body?: Octets) {
  const call = { method, bucket, key, query: [], headers }
  const made = signedOss(call, account, 'V1 header')
  const target = `/${bucket}/${encode(key)}`
  return {
    method,
    target,
    headers: [['Host', '127.0.0.1'] as const, ...made.headers],
    ...(body !== undefined && { body }),
  }
}

test('a file name in Content-Disposition is told to HEAD as it is to GET', async ({ child }) => {
  const disposition = utf8('attachment; filename="台标.png"')
  await ask(child.port, signed('PUT', 'a', [['content-disposition', disposition]], 'x'))

  for (const method of ['HEAD', 'GET']) {
    const octets = written(signed(method, 'a'))
    const { answers } = await exchange(child.port, { octets, ending: 'wait' })
    expect(answers[0]?.headers.get('content-disposition')).toBe(disposition)
  }
})
