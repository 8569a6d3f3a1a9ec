import { createHash, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createEmulator, type Emulator } from '#emulator/index.ts'
import { send } from '../../clients/raw.ts'
import { signedTarget } from '../../clients/signed-urls.ts'
import { contentsOf, leaks, loggedRequests } from '../../requests/seen.ts'
import { needsEmulator } from '../../setup/fixtures.ts'
import { ended, spawnProgram, urlFrom } from '../../setup/program.ts'

const [name, key, now] = ['media.example.com', 'vodEmulatorKey2024', 1_700_000_000]
const md5 = (content: string) => createHash('md5').update(content).digest('hex')

let vod: Emulator

beforeAll(async () => {
  vod = await createEmulator({
    clock: now * 1000,
    freezeClock: true,
    cdnDomains: [`${name}:${key}`, 'other.example.com:otherKey2024'],
  })
})
afterAll(() => vod.close())

const ask = async (target: string) => {
  const response = await vod.fetch(new Request(`http://${name}${target}`))
  const [entry] = vod.requests.list()
  return { response, entry, body: await response.text() }
}

describe('a refusal', () => {
  const path = '/a/key.png'
  const right = md5(`${path}-${now}-0-0-${key}`)

  test.for<[what: string, target: string, message: string, code: string, found: RegExp]>([
    [
      'without a signature',
      path,
      'no url arg auth_key',
      'AuthKeyMissing',
      /^URL signing is on for media\.example\.com, and the URL has no auth_key in its query \(type A\), no time/,
    ],
    [
      'of a URL that has ended',
      signedTarget(path, now - 1801, key),
      `expired timestamp=${now - 1801}`,
      'AuthKeyExpired',
      /valid for 1800 s after it, until 2023-11-14T22:13:19Z; the emulator's clock shows 2023-11-14T22:13:20Z/,
    ],
    [
      'of a URL of type B that has ended',
      signedTarget(path, now - 3620, key, 'B'),
      'expired timestamp=202311150513',
      'AuthKeyExpired',
      /names the time 202311150513 in UTC\+8/,
    ],
    [
      'of a wrong hash',
      `${path}?auth_key=${now}-0-0-${md5('x')}`,
      `invalid md5hash=${md5('x')}`,
      'AuthKeyInvalid',
      /^No mistake that the emulator knows reproduces this signature: most likely the secret is another one than that of the domain media\.example\.com/,
    ],
    [
      'of another key',
      signedTarget(path, now, 'otherKey2024'),
      `invalid md5hash=${md5(`${path}-${now}-0-0-otherKey2024`)}`,
      'AuthKeyInvalid',
      /^Mistake: key-of-another-domain\. The key was that of the domain other\.example\.com/,
    ],
    [
      'of an auth_key that is none',
      `${path}?auth_key=none`,
      'invalid md5hash=none',
      'AuthKeyInvalid',
      /^auth_key is not of this form\. Rule: auth_key must be <timestamp>-<rand>-<uid>-<md5hash>/,
    ],
  ])('%s says so', async ([, target, message, code, found]) => {
    const { response, entry, body } = await ask(target)

    expect(response.status).toBe(403)
    expect(response.headers.get('x-tengine-error')).toBe(`denied by req auth: ${message}`)
    expect(response.headers.get('content-type')).toBe('text/html')
    expect(body).toContain('<title>403 Forbidden</title>')
    const explanation = decodeURIComponent(response.headers.get('x-vod-emulator-explanation') ?? '')
    expect(explanation).toMatch(found)
    expect(entry).toMatchObject({ protocol: 'cdn', status: 403, code, host: name })
    expect(entry?.explanation).toMatch(found)
    expect(entry?.checks.failed?.refuses).toBe(code)
    expect(response.headers.get('eagleid')).toBe(entry?.requestId)
  })

  test('never tells the right hash, nor the key', async () => {
    const wrong = [
      path,
      `${path}?auth_key=${now}-0-0-${md5('x')}`,
      `${path}?auth_key=${now}-0-0-${right.toUpperCase()}`,
      `${path}?auth_key=${now}-0-0-${right.slice(1)}`,
      signedTarget(path, now, `${key} `),
      `/${right}/${now.toString(16)}${path}`,
    ]
    for (const target of wrong) {
      const { response, entry, body } = await ask(target)
      expect(response.status).toBe(403)
      const shown = `${JSON.stringify([...response.headers])}${JSON.stringify(entry)}${body}`
      expect(shown).not.toContain(key)
      if (!target.includes(right)) expect(shown).not.toContain(right)
    }
  })
})

test('what was read is in the log of requests, with its media', async () => {
  await ask(signedTarget('/none.png', now, key))

  const [entry] = vod.requests.list()
  expect(entry).toMatchObject({ protocol: 'cdn', method: 'GET', status: 404, code: 'NoSuchKey' })
  expect(entry?.checks.passed).toContain('md5hash')
})

test.for(['A', 'B', 'C in the path', 'C in the query'])(
  'the hash of type %s is hidden in the log',
  async (type) => {
    const target = signedTarget('/none.png', now - 20, key, type)
    const [hash = ''] = /[0-9a-f]{32}/.exec(target) ?? []

    for (const url of [
      `http://${name}${target}`,
      `http://localhost/_emulator/cdn/${name}${target}`,
    ]) {
      await vod.fetch(new Request(url, { headers: { referer: url } }))

      const [entry] = vod.requests.list()
      const shown = JSON.stringify(entry)
      expect(entry?.status).toBe(404)
      expect(shown).toContain('(hidden)')
      expect(shown).not.toContain(hash)
    }
  },
)

test('keys and hashes are neither printed nor kept', async ({ skip }) => {
  needsEmulator(skip)
  const secret = randomUUID().replaceAll('-', '')
  const backup = randomUUID().replaceAll('-', '').toUpperCase()
  const folder = await mkdtemp(join(tmpdir(), 'vod-emulator-domains-'))
  const domain = `${name}:${secret}:${backup}`
  const child = spawnProgram(['--data', join(folder, 'data'), '--cdn-domain', domain])
  const logged = text(child.stderr)
  try {
    const url = (await urlFrom(child.stdout)) ?? ''
    const seconds = Math.floor(Date.now() / 1000)
    const targets = [secret, backup, 'anotherKey'].map((one) => signedTarget('/x', seconds, one))
    for (const target of [...targets, `/${secret}`, `/x?auth_key=${secret}`])
      await send(`${url}/_emulator/cdn/${name}${target}`)
    const requests = await loggedRequests(url)
    child.kill('SIGTERM')
    await ended(child)

    const seen = [
      ...requests,
      { where: 'the data folder', text: await contentsOf(folder) },
      { where: 'the log', text: await logged },
    ]
    const hashes = targets.map((target) => ({ name: 'a hash', value: target.slice(-32) }))
    const keys = [secret, backup].map((value) => ({ name: 'a key', value }))
    expect(leaks(seen, [...keys, ...hashes])).toEqual([])
    expect(requests).toHaveLength(6)
  } finally {
    child.kill('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  }
})
