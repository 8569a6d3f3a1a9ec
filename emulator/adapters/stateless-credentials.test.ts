import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Credentials, Scope } from '../ports/credentials.ts'
import { type CredentialOptions, statelessCredentials } from './stateless-credentials.ts'

const nowMs = Date.UTC(2026, 0, 1)
const photo: Scope = { bucket: 'bucket', key: 'image/a.png' }

const triple = {
  accessKeyId: 'STS.recorded',
  accessKeySecret: 'secret of the triple',
  securityToken: 'CAISrecorded/token==',
}

const issuer = (options: Partial<CredentialOptions> = {}): Credentials =>
  statelessCredentials({
    serverSecret: 'server secret',
    accountKeys: [
      { id: 'first', secret: 'secret of the first' },
      { id: 'second', secret: 'secret of the second' },
    ],
    triples: [triple],
    generation: () => 0,
    ...options,
  })

const credentials = issuer()
const issued = (scope = photo, seconds = 3000, atMs = nowMs) =>
  credentials.issue(scope, seconds, atMs)
const refused = (reason: string) => ({ refused: expect.objectContaining({ reason }) })

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }))
const scopes = fc.record({ bucket: text, key: text })
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
  test('verifies with its scope and its secret while it lives, in any process with the server secret', () => {
    fc.assert(
      fc.property(scopes, lives, instants, fc.nat(), (scope, seconds, atMs, later) => {
        const { accessKeyId, accessKeySecret, securityToken, expiresAtMs } = issued(
          scope,
          seconds,
          atMs,
        )
        const whenMs = atMs + (later % (expiresAtMs - atMs))

        const verification = issuer().verify(accessKeyId, securityToken, whenMs)

        expect(verification).toEqual({
          secret: accessKeySecret,
          principal: { kind: 'upload', accessKeyId, scope },
        })
      }),
    )
  })

  test('has the documented forms', () => {
    fc.assert(
      fc.property(scopes, lives, instants, (scope, seconds, atMs) => {
        const credential = issued(scope, seconds, atMs)

        expect(credential.accessKeyId).toMatch(/^STS\.[0-9A-Za-z]{25}$/)
        expect(credential.accessKeySecret).toMatch(/^[0-9A-Za-z]{44}$/)
        expect(credential.securityToken).toMatch(/^CAIS[0-9A-Za-z+/]+={0,2}$/)
      }),
    )
  })

  test('lives exactly as long as asked', () => {
    fc.assert(
      fc.property(lives, instants, (seconds, atMs) => {
        expect(issued(photo, seconds, atMs).expiresAtMs).toBe(atMs + seconds * 1000)
      }),
    )
  })

  test('is valid until the millisecond before it expires, and expired from then on', () => {
    fc.assert(
      fc.property(lives, instants, fc.nat(), (seconds, atMs, later) => {
        const { accessKeyId, securityToken, expiresAtMs } = issued(photo, seconds, atMs)
        const at = (whenMs: number) => credentials.verify(accessKeyId, securityToken, whenMs)
        const issuedAtMs = expiresAtMs - seconds * 1000
        const expired = { refused: { reason: 'expired', issuedAtMs, expiredAtMs: expiresAtMs } }

        expect(at(expiresAtMs - 1)).toHaveProperty('secret')
        expect(at(expiresAtMs)).toEqual(expired)
        expect(at(expiresAtMs + later)).toEqual(expired)
      }),
    )
  })

  test('has an id, a secret and a token that no other has', () => {
    const many = Array.from({ length: 5000 }, () => issued())

    expect(new Set(many.map(({ accessKeyId }) => accessKeyId)).size).toBe(many.length)
    expect(new Set(many.map(({ accessKeySecret }) => accessKeySecret)).size).toBe(many.length)
    expect(new Set(many.map(({ securityToken }) => securityToken)).size).toBe(many.length)
  })

  test.for(['', undefined])('is refused with token %j as missing-token', (token) => {
    expect(credentials.verify(issued().accessKeyId, token, nowMs)).toEqual(refused('missing-token'))
  })

  test('is refused as malformed-token with any character of its token changed', () => {
    const { accessKeyId, securityToken } = issued()
    const verify = (token: string) => credentials.verify(accessKeyId, token, nowMs)

    const verified = changesOf(securityToken).filter(
      (token) => !isDeepStrictEqual(verify(token), { refused: { reason: 'malformed-token' } }),
    )

    expect(verified).toEqual([])
  })

  test('is refused as malformed-token with its token cut short or continued', () => {
    fc.assert(
      fc.property(fc.nat(), fc.string({ minLength: 1 }), (length, more) => {
        const { accessKeyId, securityToken } = issued()
        const cut = securityToken.slice(0, 1 + (length % (securityToken.length - 1)))
        const verify = (token: string) => credentials.verify(accessKeyId, token, nowMs)

        expect(verify(cut)).toEqual(refused('malformed-token'))
        expect(verify(securityToken + more)).toEqual(refused('malformed-token'))
      }),
    )
  })

  test('is refused as unknown-key with any character of its id changed', () => {
    const { accessKeyId, securityToken } = issued()
    const verify = (id: string) => credentials.verify(id, securityToken, nowMs)

    const verified = changesOf(accessKeyId).filter(
      (id) => !isDeepStrictEqual(verify(id), { refused: { reason: 'unknown-key' } }),
    )

    expect(verified).toEqual([])
  })

  test('is refused as unknown-key with its id cut short or continued', () => {
    fc.assert(
      fc.property(fc.nat(), fc.string({ minLength: 1 }), (length, more) => {
        const { accessKeyId, securityToken } = issued()
        const cut = accessKeyId.slice(0, length % accessKeyId.length)
        const verify = (id: string) => credentials.verify(id, securityToken, nowMs)

        expect(verify(cut)).toEqual(refused('unknown-key'))
        expect(verify(accessKeyId + more)).toEqual(refused('unknown-key'))
      }),
    )
  })

  test('is refused as foreign-token with the token of another', () => {
    const verification = credentials.verify(issued().accessKeyId, issued().securityToken, nowMs)

    expect(verification).toEqual(refused('foreign-token'))
  })

  test('is unknown under another server secret', () => {
    fc.assert(
      fc.property(fc.string(), (serverSecret) => {
        fc.pre(serverSecret !== 'server secret')
        const { accessKeyId, securityToken } = issued()

        const verification = issuer({ serverSecret }).verify(accessKeyId, securityToken, nowMs)

        expect(verification).toEqual(refused('unknown-key'))
      }),
    )
  })

  test('has a token that another server secret takes for malformed', () => {
    const other = issuer({ serverSecret: 'another' })
    const { accessKeyId } = other.issue(photo, 3000, nowMs)

    const verification = other.verify(accessKeyId, issued().securityToken, nowMs)

    expect(verification).toEqual(refused('malformed-token'))
  })

  test('is unknown from the next generation on', () => {
    let generation = 7
    const changing = issuer({ generation: () => generation })
    const { accessKeyId, securityToken } = changing.issue(photo, 3000, nowMs)
    const verify = () => changing.verify(accessKeyId, securityToken, nowMs)

    const before = verify()
    generation = 8
    const after = verify()

    expect(before).toHaveProperty('secret')
    expect(after).toEqual(refused('unknown-key'))
  })

  test.for<[reason: string, id: string, token: string | undefined, atMs: number]>([
    ['unknown-key', 'STS.0000000000000000000000000', undefined, nowMs],
    ['missing-token', issued().accessKeyId, undefined, Number.MAX_SAFE_INTEGER],
    ['malformed-token', issued().accessKeyId, 'CAIS', Number.MAX_SAFE_INTEGER],
    ['expired', issued().accessKeyId, issued().securityToken, Number.MAX_SAFE_INTEGER],
  ])('is required in order: %s comes before what is wrong besides', ([reason, id, token, atMs]) => {
    expect(credentials.verify(id, token, atMs)).toEqual(refused(reason))
  })
})

describe('a key of the account', () => {
  test.for([undefined, '', 'any token'])('verifies with token %j at any time', (token) => {
    expect(credentials.verify('second', token, Number.MAX_SAFE_INTEGER)).toEqual({
      secret: 'secret of the second',
      principal: { kind: 'account', accessKeyId: 'second' },
    })
  })

  test.for(['', 'third', 'First', 'first ', '__proto__'])('is unknown when it is %j', (id) => {
    expect(credentials.verify(id, undefined, nowMs)).toEqual(refused('unknown-key'))
  })

  test('signs for the emulator when it is the first', () => {
    expect(credentials.accountKey()).toEqual({
      accessKeyId: 'first',
      accessKeySecret: 'secret of the first',
    })
  })

  test('is one of those that are known', () => {
    expect(credentials.accountKeys()).toEqual([
      { accessKeyId: 'first', accessKeySecret: 'secret of the first' },
      { accessKeyId: 'second', accessKeySecret: 'secret of the second' },
    ])
  })

  test('is needed', () => {
    expect(() => issuer({ accountKeys: [] })).toThrow('At least one access key is needed.')
  })
})

describe('a given triple', () => {
  const { accessKeyId, accessKeySecret: secret, securityToken } = triple

  test('verifies with its token at any time, for the account', () => {
    const verification = credentials.verify(accessKeyId, securityToken, Number.MAX_SAFE_INTEGER)

    expect(verification).toEqual({ secret, principal: { kind: 'account', accessKeyId } })
  })

  test('is limited to its scope when it has one', () => {
    const scoped = issuer({ triples: [{ ...triple, scope: photo }] })

    const verification = scoped.verify(accessKeyId, securityToken, nowMs)

    expect(verification).toEqual({
      secret,
      principal: { kind: 'upload', accessKeyId, scope: photo },
    })
  })

  test.for<[reason: string, token: string | undefined]>([
    ['missing-token', undefined],
    ['missing-token', ''],
    ['malformed-token', `${securityToken} `],
    ['malformed-token', issued().securityToken],
  ])('is refused as %s with token %j', ([reason, token]) => {
    expect(credentials.verify(accessKeyId, token, nowMs)).toEqual(refused(reason))
  })
})
