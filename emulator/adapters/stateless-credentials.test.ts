import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Credentials, Grant } from '../ports/credentials.ts'
import { accountId, keyringOf } from '../testing/keyring.ts'
import { type CredentialOptions, statelessCredentials } from './stateless-credentials.ts'

const nowMs = Date.UTC(2026, 0, 1)
const video: Grant = { accountId, videoId: '93ab850b4f6f44eab54b6e91d24d81d4' }
const photo: Grant = { accountId, bucket: 'bucket', key: 'image/a.png' }

const triple = {
  accessKeyId: 'STS.recorded',
  accessKeySecret: 'secret of the triple',
  securityToken: 'CAISrecorded/token==',
  accountId,
}

const issuer = (options: Partial<CredentialOptions> = {}): Credentials =>
  statelessCredentials({
    serverSecret: 'server secret',
    keyring: keyringOf([
      { accessKeyId: 'first', accessKeySecret: 'secret of the first' },
      { accessKeyId: 'second', accessKeySecret: 'secret of the second' },
    ]),
    triples: [triple],
    generation: async () => 0,
    ...options,
  })

const credentials = issuer()
const issued = (grant: Grant = photo, seconds = 3000, atMs = nowMs) =>
  credentials.issue(grant, seconds, atMs)
const sample = await issued()
const refused = (reason: string) => ({ refused: expect.objectContaining({ reason }) })

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }))
const grants: fc.Arbitrary<Grant> = fc.oneof(
  fc.record({ accountId: text, bucket: text, key: text }),
  fc.record({ accountId: text, videoId: text }),
)
const lives = fc.integer({ min: 1, max: 1_000_000 })
const instants = fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) })

const characters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_.~% \n']
/** A text with each of its characters changed to each other one. */
const changesOf = (original: string): readonly string[] =>
  [...original].flatMap((before, index) =>
    characters
      .filter((character) => character !== before)
      .map((character) => original.slice(0, index) + character + original.slice(index + 1)),
  )

describe('an issued credential', () => {
  test('verifies with its account, its scope and its secret while it lives, in any process with the server secret', async () => {
    await fc.assert(
      fc.asyncProperty(grants, lives, instants, fc.nat(), async (grant, seconds, atMs, later) => {
        const { accessKeyId, accessKeySecret, securityToken, expiresAtMs } = await issued(
          grant,
          seconds,
          atMs,
        )
        const whenMs = atMs + (later % (expiresAtMs - atMs))
        const { accountId, ...allowed } = grant

        const verification = await issuer().verify(accessKeyId, securityToken, whenMs)

        const holder =
          'videoId' in allowed ? { kind: 'play', ...allowed } : { kind: 'upload', scope: allowed }
        expect(verification).toEqual({
          secret: accessKeySecret,
          principal: { accountId, accessKeyId, ...holder },
        })
      }),
    )
  })

  test('has the documented forms', async () => {
    await fc.assert(
      fc.asyncProperty(grants, lives, instants, async (grant, seconds, atMs) => {
        const credential = await issued(grant, seconds, atMs)

        expect(credential.accessKeyId).toMatch(/^STS\.[0-9A-Za-z]{25}$/)
        expect(credential.accessKeySecret).toMatch(/^[0-9A-Za-z]{44}$/)
        expect(credential.securityToken).toMatch(/^CAIS[0-9A-Za-z+/]+={0,2}$/)
      }),
    )
  })

  test('lives exactly as long as asked', async () => {
    await fc.assert(
      fc.asyncProperty(lives, instants, async (seconds, atMs) => {
        expect((await issued(photo, seconds, atMs)).expiresAtMs).toBe(atMs + seconds * 1000)
      }),
    )
  })

  test('is valid until the millisecond before it expires, and expired from then on', async () => {
    await fc.assert(
      fc.asyncProperty(lives, instants, fc.nat(), async (seconds, atMs, later) => {
        const { accessKeyId, securityToken, expiresAtMs } = await issued(photo, seconds, atMs)
        const at = (whenMs: number) => credentials.verify(accessKeyId, securityToken, whenMs)
        const issuedAtMs = expiresAtMs - seconds * 1000
        const expired = { refused: { reason: 'expired', issuedAtMs, expiredAtMs: expiresAtMs } }

        expect(await at(expiresAtMs - 1)).toHaveProperty('secret')
        expect(await at(expiresAtMs)).toEqual(expired)
        expect(await at(expiresAtMs + later)).toEqual(expired)
      }),
    )
  })

  test('has an id, a secret and a token that no other has', async () => {
    const many = await Promise.all(Array.from({ length: 5000 }, () => issued()))

    expect(new Set(many.map(({ accessKeyId }) => accessKeyId)).size).toBe(many.length)
    expect(new Set(many.map(({ accessKeySecret }) => accessKeySecret)).size).toBe(many.length)
    expect(new Set(many.map(({ securityToken }) => securityToken)).size).toBe(many.length)
  })

  test.for(['', undefined])('is refused with token %j as missing-token', async (token) => {
    expect(await credentials.verify((await issued()).accessKeyId, token, nowMs)).toEqual(
      refused('missing-token'),
    )
  })

  test.for([
    { what: 'to upload', grant: photo },
    { what: 'to play', grant: video },
  ])(
    '$what is refused as malformed-token with any character of its token changed',
    async ({ grant }) => {
      const { accessKeyId, securityToken } = await issued(grant)
      const verify = (token: string) => credentials.verify(accessKeyId, token, nowMs)

      const answers = await Promise.all(changesOf(securityToken).map(verify))
      const others = answers.filter(
        (answer) => !isDeepStrictEqual(answer, { refused: { reason: 'malformed-token' } }),
      )

      expect(others).toEqual([])
    },
  )

  test('is refused as malformed-token with its token cut short or continued', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.string({ minLength: 1 }), async (length, more) => {
        const { accessKeyId, securityToken } = await issued()
        const cut = securityToken.slice(0, 1 + (length % (securityToken.length - 1)))
        const verify = (token: string) => credentials.verify(accessKeyId, token, nowMs)

        expect(await verify(cut)).toEqual(refused('malformed-token'))
        expect(await verify(securityToken + more)).toEqual(refused('malformed-token'))
      }),
    )
  })

  test('is refused as unknown-key with any character of its id changed', async () => {
    const { accessKeyId, securityToken } = await issued()
    const verify = (id: string) => credentials.verify(id, securityToken, nowMs)

    const answers = await Promise.all(changesOf(accessKeyId).map(verify))
    const others = answers.filter(
      (answer) => !isDeepStrictEqual(answer, { refused: { reason: 'unknown-key' } }),
    )

    expect(others).toEqual([])
  })

  test('is refused as unknown-key with its id cut short or continued', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.string({ minLength: 1 }), async (length, more) => {
        const { accessKeyId, securityToken } = await issued()
        const cut = accessKeyId.slice(0, length % accessKeyId.length)
        const verify = (id: string) => credentials.verify(id, securityToken, nowMs)

        expect(await verify(cut)).toEqual(refused('unknown-key'))
        expect(await verify(accessKeyId + more)).toEqual(refused('unknown-key'))
      }),
    )
  })

  test('is refused as foreign-token with the token of another', async () => {
    const [upload, another, play] = [await issued(), await issued(), await issued(video)]
    const verify = (id: string, token: string) => credentials.verify(id, token, nowMs)

    for (const { accessKeyId } of [another, play])
      expect(await verify(accessKeyId, upload.securityToken)).toEqual(refused('foreign-token'))
    expect(await verify(upload.accessKeyId, play.securityToken)).toEqual(refused('foreign-token'))
  })

  test('is unknown under another server secret', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (serverSecret) => {
        fc.pre(serverSecret !== 'server secret')
        const { accessKeyId, securityToken } = await issued()

        const verification = await issuer({ serverSecret }).verify(
          accessKeyId,
          securityToken,
          nowMs,
        )

        expect(verification).toEqual(refused('unknown-key'))
      }),
    )
  })

  test('has a token that another server secret takes for malformed', async () => {
    const other = issuer({ serverSecret: 'another' })
    const { accessKeyId } = await other.issue(photo, 3000, nowMs)

    const verification = await other.verify(accessKeyId, (await issued()).securityToken, nowMs)

    expect(verification).toEqual(refused('malformed-token'))
  })

  test('is unknown from the next generation on', async () => {
    let generation = 7
    const changing = issuer({ generation: async () => generation })
    const { accessKeyId, securityToken } = await changing.issue(photo, 3000, nowMs)
    const verify = () => changing.verify(accessKeyId, securityToken, nowMs)

    const before = await verify()
    generation = 8
    const after = await verify()

    expect(before).toHaveProperty('secret')
    expect(after).toEqual(refused('unknown-key'))
  })

  test.for<[reason: string, id: string, token: string | undefined, atMs: number]>([
    ['unknown-key', 'STS.0000000000000000000000000', undefined, nowMs],
    ['missing-token', sample.accessKeyId, undefined, Number.MAX_SAFE_INTEGER],
    ['malformed-token', sample.accessKeyId, 'CAIS', Number.MAX_SAFE_INTEGER],
    ['expired', sample.accessKeyId, sample.securityToken, Number.MAX_SAFE_INTEGER],
  ])(
    'is required in order: %s comes before what is wrong besides',
    async ([reason, id, token, atMs]) => {
      expect(await credentials.verify(id, token, atMs)).toEqual(refused(reason))
    },
  )
})

describe('a key of an account', () => {
  test.for([undefined, '', 'any token'])('verifies with token %j at any time', async (token) => {
    expect(await credentials.verify('second', token, Number.MAX_SAFE_INTEGER)).toEqual({
      secret: 'secret of the second',
      principal: { kind: 'account', accountId, accessKeyId: 'second' },
    })
  })

  test.for(['', 'third', 'First', 'first ', '__proto__'])(
    'is unknown when it is %j',
    async (id) => {
      expect(await credentials.verify(id, undefined, nowMs)).toEqual(refused('unknown-key'))
    },
  )

  test('is one of those of its account, and of no other', async () => {
    expect(await credentials.keysOf(accountId)).toEqual([
      { accessKeyId: 'first', accessKeySecret: 'secret of the first' },
      { accessKeyId: 'second', accessKeySecret: 'secret of the second' },
    ])
    expect(await credentials.keysOf('2')).toEqual([])
  })
})

describe('the key with which VOD signs URLs', () => {
  test('verifies as the account itself, in any process with the server secret', async () => {
    const { accessKeyId, accessKeySecret: secret } = credentials.serviceKey('2')

    expect(await issuer().verify(accessKeyId, undefined, nowMs)).toEqual({
      secret,
      principal: { kind: 'account', accountId: '2', accessKeyId },
    })
  })

  test('is unknown with any of its characters changed, and under another secret', async () => {
    const { accessKeyId } = credentials.serviceKey(accountId)
    const other = issuer({ serverSecret: 'another' })

    for (const id of changesOf(accessKeyId))
      expect(await credentials.verify(id, undefined, nowMs)).toEqual(refused('unknown-key'))
    expect(await other.verify(accessKeyId, undefined, nowMs)).toEqual(refused('unknown-key'))
  })
})

describe('a given triple', () => {
  const { accessKeyId, accessKeySecret: secret, securityToken } = triple

  test('verifies with its token at any time, for the account', async () => {
    const verification = await credentials.verify(
      accessKeyId,
      securityToken,
      Number.MAX_SAFE_INTEGER,
    )

    expect(verification).toEqual({ secret, principal: { kind: 'account', accountId, accessKeyId } })
  })

  test('is limited to its scope when it has one', async () => {
    const { bucket, key } = photo
    const scope = { bucket, key }
    const scoped = issuer({ triples: [{ ...triple, scope }] })

    const verification = await scoped.verify(accessKeyId, securityToken, nowMs)

    expect(verification).toEqual({
      secret,
      principal: { kind: 'upload', accountId, accessKeyId, scope },
    })
  })

  test.for<[reason: string, token: string | undefined]>([
    ['missing-token', undefined],
    ['missing-token', ''],
    ['malformed-token', `${securityToken} `],
    ['malformed-token', sample.securityToken],
  ])('is refused as %s with token %j', async ([reason, token]) => {
    expect(await credentials.verify(accessKeyId, token, nowMs)).toEqual(refused(reason))
  })
})
