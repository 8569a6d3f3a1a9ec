import { createHmac, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { createEmulator } from '#emulator/index.ts'
import { send } from '../clients/raw.ts'
import { rpcDraft, signedV1 } from '../order/rpc-draft.ts'
import { world } from '../order/worlds.ts'
import { needsEmulator } from '../setup/fixtures.ts'
import { ended, spawnProgram, urlFrom } from '../setup/program.ts'
import { type Canary, carriersOf, letters } from './canaries.ts'
import { contentsOf, leaks, loggedRequests, type Seen } from './seen.ts'

const key = { id: 'known-key', secret: `secret/${letters()}+` }

/** Where the protocols themselves repeat what a client sent; the explanation beside them must not. */
const repeats =
  /"Message":"Specified signature (?:is not matched|does not match).*?","Recommend"|"Message":"The (?:specified action is not supported|request signature does not conform).*?","Recommend"|"AuthPrincipalDisplayName":"[^"]*"|<(SignatureProvided|StringToSign|StringToSignBytes|CanonicalRequest|OSSAccessKeyId|ArgumentValue|Content-MD5|HostId|Message)>[\s\S]*?<\/\1>/g

const decoded = (text: string): Readonly<Record<string, string>> =>
  JSON.parse(Buffer.from(text, 'base64').toString())

/** A key that was really issued, so that its secret and token are real ones. */
async function issuedKey(url: string): Promise<Readonly<Record<string, string>>> {
  const draft = signedV1(rpcDraft(), { key })
  const response = await fetch(`${url}/?${new URL(draft.url).search.slice(1)}`, { method: 'POST' })
  const { UploadAuth = '' } = (await response.json()) as Record<string, string>
  return decoded(UploadAuth)
}

/** Where hex can be a signature; elsewhere it looks like any other hash. */
const signed = /Signature$|authorization|OSS4|ACS3|OSS2|x-oss-signature/

async function answersTo(
  url: string,
  canaries: readonly Canary[],
  id: string,
): Promise<readonly Seen[]> {
  const seen: Seen[] = []
  for (const { name, value, only = /^/ } of canaries) {
    const carriers = carriersOf(value, id).filter(({ place }) => only.test(place))
    for (const { place, method, target, headers, body } of carriers) {
      const { headers: answered, text } = await send(`${url}${target}`, {
        method,
        headers,
        body: Buffer.from(body),
      })
      const shown = `${JSON.stringify(answered)}\n${text.replace(repeats, '')}`
      seen.push({ where: `the answer to the ${name} in ${place}`, text: shown })
    }
  }
  return seen
}

describe.each(['pretty', 'json'])('with the log in the form %s,', (log) => {
  test('a secret, a token and a signature are found nowhere again', { timeout: 600_000 }, async ({
    skip,
  }) => {
    needsEmulator(skip)
    const folder = await mkdtemp(join(tmpdir(), 'vod-emulator-canaries-'))
    const child = spawnProgram([
      ...['--log', log, '--data', join(folder, 'data'), '--max-logged-requests', '5000'],
      ...['--access-key', `${key.id}:${key.secret}`],
    ])
    const logged = text(child.stderr)
    try {
      const url = (await urlFrom(child.stdout)) ?? ''
      const issued = await issuedKey(url)
      const canaries = [
        { name: 'secret', value: key.secret },
        { name: 'temporary secret', value: issued.AccessKeySecret ?? '' },
        { name: 'token', value: issued.SecurityToken ?? '' },
        { name: 'V1 signature', value: randomBytes(20).toString('base64') },
        { name: 'V4 signature', value: randomBytes(32).toString('hex'), only: signed },
      ]
      const answers = [
        ...(await answersTo(url, canaries, issued.AccessKeyId ?? '')),
        ...(await answersTo(url, canaries, key.id)),
      ]
      const requests = await loggedRequests(url)
      child.kill('SIGTERM')
      await ended(child)

      const records = { where: 'the data folder', text: await contentsOf(folder) }
      const lines = { where: 'the log', text: await logged }
      expect(leaks([...answers, ...requests, records, lines], canaries)).toEqual([])
      expect(requests.length).toBeGreaterThan(500)
      expect(lines.text.length).toBeGreaterThan(10_000)
    } finally {
      child.kill('SIGKILL')
      await rm(folder, { recursive: true, force: true })
    }
  })
})

/** How people encode wrongly what they sign, by the names of the mistakes. */
const habits: Readonly<Record<string, (text: string) => string>> = {
  'lower-case-escapes': (text) => text.replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase()),
  'slash-raw': (text) => text.replaceAll('%2F', '/'),
  'encoded once more': (text) => encodeURIComponent(text),
}

/** Undoes percent-encoding until there is none. */
function decodedWhole(text: string): string {
  const once = text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return once === text ? once : decodedWhole(once)
}

test.for(Object.entries(habits))(
  'the token of a call that was signed with the habit %s is not told in any encoding',
  async ([, habit], { skip }) => {
    needsEmulator(skip)
    await using here = await world((account) => signedV1(rpcDraft(), { key: account }), false)
    const { mine } = here
    const request = signedV1(
      { ...rpcDraft(), isTemporary: true, parameters: { Rand: 'a/b+c' } },
      here,
    )
    const url = new URL(request.url)
    url.searchParams.delete('Signature')
    const parameters = [...url.searchParams].sort(([a], [b]) => (a < b ? -1 : 1))
    const canonical = parameters
      .map(([name, value]) => `${name}=${habit(encodeURIComponent(value))}`)
      .join('&')
    const text = `POST&%2F&${habit(encodeURIComponent(canonical))}`
    const signature = createHmac('sha1', `${mine.secret}&`).update(text).digest('base64')
    url.searchParams.set('Signature', signature)

    const response = await here.vod.fetch(new Request(url, { method: 'POST' }))

    const [entry] = here.vod.requests.list()
    const header = response.headers.get('x-vod-emulator-explanation') ?? ''
    expect(entry?.explanation).toContain('The emulator signed')
    const shown = decodedWhole(`${JSON.stringify(entry)}${header}`)
    for (let at = 0; at + 12 <= mine.token.length; at += 6)
      expect(shown).not.toContain(mine.token.slice(at, at + 12))
  },
)

test('a secret that JSON and bytes spell otherwise is not told either', async ({ skip }) => {
  needsEmulator(skip)
  const secret = 'geheim-schlüssel"mit\\zeichen'
  await using vod = await createEmulator({ accessKeys: [{ id: 'id', secret }], store: 'memory' })
  for (const name of ['Format', 'Action', 'AccessKeyId', 'Timestamp', 'Version']) {
    const query = new URLSearchParams({ Version: '2017-03-21', [name]: secret })
    const response = await vod.fetch(new Request(`http://localhost/?${query}`))
    const header = decodeURIComponent(response.headers.get('x-vod-emulator-explanation') ?? '')
    const [entry] = vod.requests.list()
    const shown = `${header} ${JSON.stringify(entry)} ${decodedWhole(entry?.query ?? '')}`
    expect(shown).not.toContain('geheim')
  }
})
