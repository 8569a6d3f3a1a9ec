import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rpcDraft, signedV1 } from '../order/rpc-draft.ts'
import { type World, world } from '../order/worlds.ts'

const percent = (character: string): string =>
  `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`

const every = (step: number) => (text: string) =>
  [...text].map((character, i) => (i % step === 0 ? percent(character) : character)).join('')

/** Ways to escape a secret in a URL other than encodeURIComponent's. */
const escapes: Readonly<Record<string, (text: string) => string>> = {
  'not at all': (text) => text,
  'in every character': every(1),
  'in every character, in capitals': (text) => every(1)(text).toUpperCase(),
  'in every third character': every(3),
  'in its last character': (text) => text.slice(0, -1) + percent(text.slice(-1)),
  'in its marks, in small letters': (text) => text.replace(/\W/g, percent),
  twice: (text) => every(1)(text).replaceAll('%', '%25'),
}

interface Sent {
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
}

const places: Readonly<Record<string, (secret: string) => Sent>> = {
  'a path': (secret) => ({ path: `/bucket/${secret}` }),
  'a part of a path': (secret) => ({ path: `/bucket/a-${secret}.png?x=y` }),
  'a parameter': (secret) => ({ path: `/bucket/key?note=${secret}` }),
  'the name of a parameter': (secret) => ({ path: `/bucket/key?a-${secret}=b` }),
  'an RPC parameter': (secret) => ({ path: `/?Action=MakeCoffee&Note=${secret}` }),
  'a header': (secret) => ({
    path: '/bucket/key',
    headers: { referer: `https://a.example/?note=${secret}` },
  }),
}

interface Kind {
  readonly secretOf: (here: World) => string
  /** What else a request has, from which the emulator recognises the secret. */
  readonly headers?: (here: World) => Readonly<Record<string, string>>
}

const kinds: Readonly<Record<string, Kind>> = {
  "the account's secret": { secretOf: ({ key }) => key.secret },
  "a temporary key's secret": {
    secretOf: ({ mine }) => mine.secret,
    headers: ({ mine }) => ({ authorization: `OSS ${mine.id}:x` }),
  },
  'a token that is sent too': {
    secretOf: ({ mine }) => mine.token,
    headers: ({ mine }) => ({ 'x-oss-security-token': mine.token }),
  },
}

/** Undoes percent-encoding until there is none. */
function decodedWhole(text: string): string {
  const once = text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return once === text ? once : decodedWhole(once)
}

const pairs = <A, B>(some: readonly A[], others: readonly B[]) =>
  some.flatMap((one) => others.map((other) => [one, other] as const))

const rows = pairs(
  Object.entries(kinds),
  pairs(Object.entries(places), Object.entries(escapes)),
).map(([[kind, { secretOf, headers }], [[place, sent], [escaped, write]]]) => ({
  kind,
  place,
  escaped,
  secretOf,
  requestOf: (here: World) => {
    const { path, headers: own } = sent(write(secretOf(here)))
    return new Request(`http://127.0.0.1${path}`, { headers: { ...own, ...headers?.(here) } })
  },
}))

describe('in the log of requests', () => {
  let here: World

  beforeAll(async () => {
    here = await world((key) => signedV1(rpcDraft(), { key }), false, {
      accessKeys: [{ id: 'id', secret: 'se/cret+of=the-account' }],
    })
  })

  afterAll(() => here[Symbol.asyncDispose]())

  test.for(rows)(
    '$kind is not found in $place, escaped $escaped',
    async ({ secretOf, requestOf }) => {
      await here.vod.fetch(requestOf(here))

      const [entry] = here.vod.requests.list()
      expect(decodedWhole(JSON.stringify(entry))).not.toContain(secretOf(here))
    },
  )
})
