import fc from 'fast-check'
import { expect, test } from 'vitest'
import { authInfoOf, isAuthInfoOf } from './auth-info.ts'

const text = fc.string({ unit: 'grapheme' })
const grants = fc.record({
  mediaId: text,
  playDomain: text,
  expiresAtMs: fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) }),
})
const secrets = fc.string({ minLength: 1 })

const sample = authInfoOf('secret', {
  mediaId: '93ab850b4f6f44eab54b6e91d24d81d4',
  playDomain: 'vod.example.com',
  expiresAtMs: Date.UTC(2026, 0, 1),
})

test('an AuthInfo has the members of the service, in their order', () => {
  const told: Readonly<Record<string, string>> = JSON.parse(sample)

  expect(Object.keys(told)).toEqual([
    'CI',
    'Caller',
    'ExpireTime',
    'MediaId',
    'PlayDomain',
    'Signature',
  ])
  expect(told).toMatchObject({
    ExpireTime: '2026-01-01T00:00:00Z',
    MediaId: '93ab850b4f6f44eab54b6e91d24d81d4',
    PlayDomain: 'vod.example.com',
  })
  expect(Buffer.from(told.Caller ?? '', 'base64')).toHaveLength(32)
  expect(Buffer.from(told.Signature ?? '', 'base64')).toHaveLength(20)
})

test('an AuthInfo is JSON, and known by its secret and by no other', () => {
  fc.assert(
    fc.property(grants, secrets, secrets, (grant, secret, other) => {
      fc.pre(secret !== other)
      const info = authInfoOf(secret, grant)

      expect(JSON.parse(info)).toMatchObject({ MediaId: grant.mediaId })
      expect(isAuthInfoOf(secret, info)).toBe(true)
      expect(isAuthInfoOf(other, info)).toBe(false)
    }),
  )
})

test('an AuthInfo with any character changed, left out or added is none', () => {
  for (let i = 0; i < sample.length; i++) {
    const [before, after] = [sample.slice(0, i), sample.slice(i + 1)]
    for (const changed of [`${before}~${after}`, before + after, `${before}~${sample.slice(i)}`])
      expect(isAuthInfoOf('secret', changed), changed).toBe(false)
  }
  expect(isAuthInfoOf('secret', '')).toBe(false)
})
