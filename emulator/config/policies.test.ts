import { describe, expect, test } from 'vitest'
import { conditionOperators } from '../../contracts/ram/policy.ts'
import { type LibraryOptions, resolveOptions } from './index.ts'

const optionsWith = (...policies: readonly unknown[]) => {
  const key = { id: 'user', secret: 'the-secret', policies }
  return resolveOptions({ accessKeys: [key] } as LibraryOptions)
}

const statement = { Effect: 'Allow', Action: 'vod:*', Resource: '*' }

const policy = (changed: object) => ({ Version: '1', Statement: [{ ...statement, ...changed }] })

const condition = (Condition: object) => policy({ Condition })

describe('a policy is accepted', () => {
  test.for([
    ['by the name of one of the system', 'AliyunVODFullAccess'],
    ['with one statement', policy({})],
    ['with lists', policy({ Action: ['vod:Get*', 'oss:*'], Resource: ['acs:vod:*:*', '*'] })],
    ['for a product that is not emulated', policy({ Action: 'ecs:*', Resource: 'acs:ecs:*:*:*' })],
    [
      'for an object',
      policy({ Action: 'oss:PutObject', Resource: 'acs:oss:*:*:bucket/a folder/*' }),
    ],
    ['with an empty list of conditions', condition({})],
    [
      'with conditions',
      condition({
        IpAddress: { 'acs:SourceIp': ['10.0.0.0/8', '2001:db8::/32', '127.0.0.1'] },
        DateLessThan: { 'acs:CurrentTime': '2019-08-12T17:00:00+08:00' },
      }),
    ],
  ] as const)('%s', ([, given]) => {
    expect(optionsWith(given).accessKeys[0]?.policies).toEqual([given])
  })

  test('with every operator of the contract', () => {
    const examples = {
      'acs:SourceIp': '::1',
      'acs:SecureTransport': 'true',
      'acs:CurrentTime': '2026-01-01',
    }
    for (const [key, operators] of Object.entries(conditionOperators))
      for (const operator of operators) {
        const value = examples[key as keyof typeof examples]
        expect(() => optionsWith(condition({ [operator]: { [key]: value } }))).not.toThrow()
      }
  })

  test('and several of them together, or none', () => {
    expect(optionsWith('AliyunVODPlayAuth', policy({})).accessKeys[0]?.policies).toHaveLength(2)
    expect(optionsWith().accessKeys[0]?.policies).toEqual([])
  })
})

describe('a policy is refused, with its place and the reason', () => {
  const at = 'accessKeys: [0].policies[0]'

  test.for<[given: unknown, reason: string]>([
    ['AliyunVodFullAccess', ': expected "AdministratorAccess" or "AliyunVODFullAccess" or '],
    [{ Statement: [statement] }, '.Version: it is missing'],
    [{ Version: '2', Statement: [statement] }, '.Version: expected "1"'],
    [{ Version: '1', Statement: [] }, '.Statement: expected at least one statement'],
    [policy({ Effect: 'allow' }), '.Statement[0].Effect: expected "Allow" or "Deny"'],
    [policy({ Principal: '*' }), '.Statement[0].Principal: there is no such member'],
    [
      policy({ NotAction: 'vod:*' }),
      '.Statement[0].NotAction: there is no such member, expected Effect',
    ],
    [policy({ Action: [] }), '.Statement[0].Action: expected '],
    [policy({ Action: 'GetPlayInfo' }), '.Statement[0].Action: expected "*", or product and'],
    [policy({ Action: ['vod:Get?'] }), '.Statement[0].Action[0]: expected "*", or product and'],
    [policy({ Resource: 'bucket/*' }), '.Statement[0].Resource: expected "*", or a resource such'],
    [
      condition({ StringEquals: { 'acs:SourceIp': '1.1.1.1' } }),
      '.Statement[0].Condition.StringEquals: there is no such member',
    ],
    [
      condition({ Bool: { 'acs:MFAPresent': 'true' } }),
      '.Statement[0].Condition.Bool["acs:MFAPresent"]: there is no such member',
    ],
    [
      condition({ IpAddress: { 'acs:SourceIp': ['10.0.0.0/33'] } }),
      '.Statement[0].Condition.IpAddress["acs:SourceIp"][0]: expected an IP address, or a network',
    ],
    [
      condition({ DateLessThan: { 'acs:CurrentTime': '2026-02-30' } }),
      '.Statement[0].Condition.DateLessThan["acs:CurrentTime"]: expected an ISO date',
    ],
  ])('%j', ([given, reason]) => {
    expect(() => optionsWith(given)).toThrow(`${at}${reason}`)
  })

  test('without the secret of the key', () => {
    expect(() => optionsWith('nothing')).not.toThrow(/the-secret/)
    expect(() => optionsWith('nothing')).toThrow(/policies/)
  })
})
