import { expect } from 'vitest'
import { decodeUpload } from '../../clients/decode.ts'
import { needsEmulator, test } from '../../setup/fixtures.ts'
import { sized } from '../../setup/runs.ts'
import { burst } from './burst.ts'
import { startChild } from './child.ts'
import { ask } from './client.ts'
import { type Pairs, queryOf, written } from './requests/request.ts'
import { signedV1, signedV3 } from './requests/signing.ts'
import { account } from './world.ts'

const mebibyte = 1024 * 1024
const creates = sized(100_000, 20_000)
/** Calls that are signed, then sent all at once over the kept connections. */
const perBurst = 5000
const connections = 32

const call: Pairs = [
  ['BusinessType', 'watermark'],
  ['Title', 'one of very many'],
]
const host: Pairs = [['host', '127.0.0.1']]

const v1 = (): string => {
  const action: Pairs = [
    ['Action', 'CreateUploadAttachedMedia'],
    ['Version', '2017-03-21'],
    ['Format', 'JSON'],
  ]
  const query = queryOf(signedV1('GET', [...action, ...call], account))
  return written({ method: 'GET', target: `/?${query}`, headers: host })
}

const v3 = (): string => {
  const action: Pairs = [
    ['x-acs-action', 'CreateUploadAttachedMedia'],
    ['x-acs-version', '2017-03-21'],
  ]
  const made = { method: 'POST', query: call, headers: [...host, ...action], body: '' }
  const headers = signedV3(made, account)
  return written({ method: 'POST', target: `/?${queryOf(call)}`, headers, body: '' })
}

interface Identities {
  readonly requests: Set<unknown>
  readonly media: Set<unknown>
  readonly objects: Set<unknown>
  readonly accessKeys: Set<unknown>
}

const noIdentities = (): Identities => ({
  requests: new Set(),
  media: new Set(),
  objects: new Set(),
  accessKeys: new Set(),
})

function note(identities: Identities, body: string): void {
  const created: Readonly<Record<string, unknown>> = JSON.parse(body)
  const { address, auth } = decodeUpload(created)
  identities.requests.add(created.RequestId)
  identities.media.add(created.MediaId)
  identities.objects.add(address.FileName)
  identities.accessKeys.add(auth.AccessKeyId)
}

async function create(port: number, count: number, identities: Identities): Promise<void> {
  for (let done = 0; done < count; done += perBurst) {
    const size = Math.min(perBurst, count - done)
    const requests = Array.from({ length: size }, (_, i) => (i % 2 === 0 ? v1() : v3()))
    await burst(port, connections, requests, (body) => note(identities, body))
  }
}

/** What may stay of them: compiled code and caches. */
const maxHeld = 8 * mebibyte

/** What a media and its nonces take at least, bytes: some 780. */
const minOfEach = 500

test(`${creates} media have nothing in common, and a reset leaves nothing of them`, {
  timeout: 1_800_000,
}, async ({ skip }) => {
  needsEmulator(skip)
  await using child = await startChild('silent')
  const reset = () => ask(child.port, { method: 'POST', target: '/_emulator/reset', headers: [] })
  await create(child.port, perBurst, noIdentities())
  await reset()
  const before = await child.memory()
  const identities = noIdentities()

  await create(child.port, creates, identities)

  const sizes = Object.values(identities).map(({ size }) => size)
  expect(sizes).toEqual(sizes.map(() => creates))
  const full = await child.memory()
  await reset()
  const after = await child.memory()
  console.log(`Creates: ${JSON.stringify({ before, full, after })}`)
  expect(full.held - before.held).toBeGreaterThan(minOfEach * creates)
  expect(after.held - before.held).toBeLessThan(maxHeld)
  expect(child.problems).toEqual([])
})
