import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { conditionOperators, type PolicyStatement, valuesOf } from '#contracts/ram/policy.ts'
import { systemPolicies } from '#contracts/ram/system-policies.ts'
import type { AccessRequest } from './access-request.ts'
import { evaluate, matchesPattern } from './evaluate.ts'

const request: AccessRequest = {
  action: 'vod:GetPlayInfo',
  resource: 'acs:vod:cn-shanghai:1:*',
  sourceIp: '192.168.1.20',
  isSecure: false,
  nowMs: Date.UTC(2026, 0, 1),
}

const policy = (...Statement: readonly PolicyStatement[]) => ({
  name: 'policy 1',
  document: { Version: '1', Statement } as const,
})

const statement = (rest: Partial<PolicyStatement> = {}): PolicyStatement => ({
  Effect: 'Allow',
  Action: '*',
  Resource: '*',
  ...rest,
})

const isAllowed = (
  statements: readonly PolicyStatement[],
  changed: Partial<AccessRequest> = {},
): boolean => evaluate([policy(...statements)], { ...request, ...changed }).isAllowed

/** The same by a regular expression. */
const matchesByExpression = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((piece) => piece.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
      .join('[^]*')}$`,
  ).test(text)

const few = (alphabet: string, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...alphabet), maxLength })

describe('a pattern', () => {
  test('matches what a regular expression does in its place', () => {
    fc.assert(
      fc.property(few('ab*:/.', 8), few('ab:/.', 12), (pattern, text) => {
        expect(matchesPattern(pattern, text)).toBe(matchesByExpression(pattern, text))
      }),
      { numRuns: 1000 },
    )
  })

  test.for([
    ['vod:Get*', 'vod:GetPlayInfo', true],
    ['acs:oss:*:*:bucket/*', 'acs:oss:cn-shanghai:1:bucket/a/b', true],
    ['acs:oss:*:*:bucket/*', 'acs:oss:cn-shanghai:1:bucket', false],
    ['acs:vod:*:*', 'acs:vod:cn-shanghai:1:*', true],
    ['a*a', 'a', false],
    ['', '', true],
  ] as const)('%s for %s: %s', ([pattern, text, matches]) => {
    expect(matchesPattern(pattern, text)).toBe(matches)
  })
})

const actions = ['vod:GetPlayInfo', 'vod:DeleteVideo', 'oss:GetObject', 'oss:PutObject'] as const

const resources = [
  'acs:vod:cn-shanghai:1:*',
  'acs:oss:cn-shanghai:1:bucket',
  'acs:oss:cn-shanghai:1:bucket/logo.png',
  'acs:oss:cn-shanghai:1:bucket/logo.png/b',
] as const

const requests = fc.record({
  action: fc.constantFrom(...actions),
  resource: fc.constantFrom(...resources),
  sourceIp: fc.constantFrom('127.0.0.1', '10.1.2.3', '::1'),
  isSecure: fc.boolean(),
  nowMs: fc.constantFrom(Date.UTC(2025, 0, 1), Date.UTC(2027, 0, 1)),
})

const oneOrMany = (values: fc.Arbitrary<string>) =>
  fc.oneof(values, fc.array(values, { minLength: 1, maxLength: 3 }))

const statements: fc.Arbitrary<PolicyStatement> = fc.record(
  {
    Effect: fc.constantFrom('Allow', 'Deny'),
    Action: oneOrMany(fc.constantFrom('*', 'vod:*', 'VOD:get*', 'oss:*Object', ...actions)),
    Resource: oneOrMany(fc.constantFrom('*', 'acs:vod:*:*', 'acs:oss:*:*:bucket/*', ...resources)),
    Condition: fc.constantFrom(
      { IpAddress: { 'acs:SourceIp': ['10.0.0.0/8', '::1'] } },
      { Bool: { 'acs:SecureTransport': 'true' } },
      { DateLessThan: { 'acs:CurrentTime': '2026-01-01' } },
    ),
  },
  { requiredKeys: ['Effect', 'Action', 'Resource'] },
)

const lists = fc.array(statements, { maxLength: 6 })

/** Whether a statement alone decides, which is what "matches" means. */
const matches = (one: PolicyStatement, asked: AccessRequest): boolean =>
  evaluate([policy({ ...one, Effect: 'Allow' })], asked).isAllowed

describe('policies', () => {
  test('deny where any statement that matches denies, else allow where any allows, else deny', () => {
    fc.assert(
      fc.property(lists, requests, (all, asked) => {
        const effects = all.filter((one) => matches(one, asked)).map(({ Effect }) => Effect)
        const deciding = (['Deny', 'Allow'] as const).find((effect) => effects.includes(effect))

        const verdict = evaluate([policy(...all)], asked)

        expect(verdict.isAllowed).toBe(deciding === 'Allow')
        expect(verdict.by?.statement.Effect).toBe(deciding)
      }),
    )
  })

  test('decide the same in any order, and however they are divided', () => {
    fc.assert(
      fc.property(
        lists.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
        ),
        requests,
        ([all, shuffled], asked) => {
          const whole = evaluate([policy(...all)], asked).isAllowed
          expect(evaluate([policy(...shuffled)], asked).isAllowed).toBe(whole)
          expect(
            evaluate(
              all.map((one) => policy(one)),
              asked,
            ).isAllowed,
          ).toBe(whole)
        },
      ),
    )
  })

  test('never allow more with one more Deny, and never less with one more Allow', () => {
    fc.assert(
      fc.property(lists, statements, requests, (all, one, asked) => {
        const before = evaluate([policy(...all)], asked).isAllowed
        const oneMore = (Effect: PolicyStatement['Effect']) =>
          evaluate([policy(...all, { ...one, Effect })], asked).isAllowed
        expect(oneMore('Deny') && !before).toBe(false)
        expect(before && !oneMore('Allow')).toBe(false)
      }),
    )
  })

  test('none, or without a statement that matches, deny', () => {
    expect(evaluate([], request)).toEqual({ isAllowed: false })
    expect(isAllowed([statement({ Action: 'oss:*' })])).toBe(false)
  })

  test('name the statement that decided, and the nearest where none did', () => {
    const deny = statement({ Effect: 'Deny', Action: 'vod:Get*' })
    const elsewhere = statement({ Resource: 'acs:vod:cn-beijing:*' })

    expect(evaluate([policy(statement()), policy(elsewhere, deny)], request)).toEqual({
      isAllowed: false,
      by: { policy: 'policy 1', number: 2, statement: deny },
    })
    expect(evaluate([policy(statement({ Action: 'oss:*' }), elsewhere)], request)).toEqual({
      isAllowed: false,
      near: { policy: 'policy 1', number: 2, statement: elsewhere, mismatch: 'Resource' },
    })
  })

  test('compare actions without case, resources with it', () => {
    expect(isAllowed([statement({ Action: 'VOD:getplayinfo' })])).toBe(true)
    expect(isAllowed([statement({ Resource: 'acs:VOD:*:*' })])).toBe(false)
  })
})

describe('a condition', () => {
  const at = (time: string) => ({ nowMs: Date.parse(time) })

  test.for<[PolicyStatement['Condition'], Partial<AccessRequest>, boolean]>([
    [{ IpAddress: { 'acs:SourceIp': '10.0.0.0/8' } }, { sourceIp: '10.255.0.1' }, true],
    [{ IpAddress: { 'acs:SourceIp': '10.0.0.0/8' } }, { sourceIp: '11.0.0.1' }, false],
    [{ IpAddress: { 'acs:SourceIp': ['1.1.1.1', '2.2.2.2'] } }, { sourceIp: '2.2.2.2' }, true],
    [{ IpAddress: { 'acs:SourceIp': '2001:db8::/32' } }, { sourceIp: '2001:db8::7' }, true],
    [{ IpAddress: { 'acs:SourceIp': '2001:db8::/32' } }, { sourceIp: '10.0.0.1' }, false],
    [{ NotIpAddress: { 'acs:SourceIp': ['1.1.1.1', '2.2.2.2'] } }, { sourceIp: '2.2.2.2' }, false],
    [{ NotIpAddress: { 'acs:SourceIp': ['1.1.1.1', '2.2.2.2'] } }, { sourceIp: '3.3.3.3' }, true],
    [{ Bool: { 'acs:SecureTransport': 'true' } }, { isSecure: true }, true],
    [{ Bool: { 'acs:SecureTransport': 'true' } }, { isSecure: false }, false],
    [{ Bool: { 'acs:SecureTransport': 'false' } }, { isSecure: false }, true],
    [
      { DateLessThan: { 'acs:CurrentTime': '2019-08-12T17:00:00+08:00' } },
      at('2019-08-12T08:59:59Z'),
      true,
    ],
    [
      { DateLessThan: { 'acs:CurrentTime': '2019-08-12T17:00:00+08:00' } },
      at('2019-08-12T09:00:00Z'),
      false,
    ],
    [{ DateLessThanEquals: { 'acs:CurrentTime': '2026-01-01' } }, at('2026-01-01'), true],
    [{ DateGreaterThan: { 'acs:CurrentTime': '2026-01-01' } }, at('2026-01-01'), false],
    [{ DateGreaterThanEquals: { 'acs:CurrentTime': '2026-01-01' } }, at('2026-01-01'), true],
    [{ DateEquals: { 'acs:CurrentTime': '2026-01-01' } }, at('2026-01-01T00:00:00.900Z'), true],
    [{ DateNotEquals: { 'acs:CurrentTime': '2026-01-01' } }, at('2026-01-01T00:00:01Z'), true],
    [{ DateNotEquals: { 'acs:CurrentTime': '2026-01-01' } }, at('2026-01-01'), false],
    // All of them must hold.
    [
      {
        Bool: { 'acs:SecureTransport': 'true' },
        IpAddress: { 'acs:SourceIp': '10.0.0.0/8' },
      },
      { isSecure: true, sourceIp: '11.0.0.1' },
      false,
    ],
  ])('%j of a request with %j: %s', ([Condition, changed, holds]) => {
    expect(isAllowed([statement({ ...(Condition && { Condition }) })], changed)).toBe(holds)
  })

  test('that nobody checked is an error, never ignored', () => {
    const Condition = JSON.parse('{"StringEquals":{"acs:SourceIp":"x"}}')

    expect(() => isAllowed([statement({ Condition })])).toThrow(
      'The condition StringEquals of acs:SourceIp was not checked.',
    )
  })

  test('has operators that the table of the contract names', () => {
    for (const [key, operators] of Object.entries(conditionOperators))
      for (const operator of operators) {
        const value = key === 'acs:SourceIp' ? '1.1.1.1' : '2026-01-01'
        const Condition = JSON.parse(JSON.stringify({ [operator]: { [key]: value } }))
        expect(() => isAllowed([statement({ Condition })])).not.toThrow()
      }
  })
})

describe('the policies of the system', () => {
  const named = Object.entries(systemPolicies).map(([name, { document }]) => ({ name, document }))
  const allowed = (name: string, action: string) =>
    evaluate(
      named.filter((one) => one.name === name),
      { ...request, action },
    ).isAllowed

  test.for([
    ['AdministratorAccess', 'vod:DeleteVideo', true],
    ['AliyunVODFullAccess', 'vod:DeleteVideo', true],
    ['AliyunVODFullAccess', 'oss:GetObject', false],
    ['AliyunVODReadOnlyAccess', 'vod:SearchMedia', true],
    ['AliyunVODReadOnlyAccess', 'vod:CreateUploadAttachedMedia', false],
    ['AliyunVODUploadAuth', 'vod:CreateUploadVideo', true],
    ['AliyunVODUploadAuth', 'vod:CreateUploadAttachedMedia', false],
    ['AliyunVODPlayAuth', 'vod:GetVideoInfo', true],
    ['AliyunVODPlayAuth', 'vod:GetAttachedMediaInfo', false],
    ['AliyunOSSFullAccess', 'oss:DeleteObject', true],
    ['AliyunOSSReadOnlyAccess', 'oss:ListParts', true],
    ['AliyunOSSReadOnlyAccess', 'oss:PutObject', false],
  ] as const)('%s has %s: %s', ([name, action, expected]) => {
    expect(allowed(name, action)).toBe(expected)
  })

  test('name no product but those of the emulator', () => {
    const products = named.flatMap(({ document }) =>
      document.Statement.flatMap(({ Action }) => valuesOf(Action)),
    )
    expect(products.every((action) => /^(?:\*|(?:vod|oss):.+)$/.test(action))).toBe(true)
  })
})
