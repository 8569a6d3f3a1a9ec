import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ossOperations, rpcOperations } from '#contracts/index.ts'
import type { OssOperation, RpcOperation } from '#contracts/operation.ts'
import type { PolicyDocument, PolicyStatement } from '#contracts/ram/policy.ts'
import type { SystemPolicyName } from '#contracts/ram/system-policies.ts'
import type { EmulatorTarget } from '#contracts/target.ts'
import { accountClient } from '../clients/ali-oss.ts'
import { requestV1 } from '../clients/hand-signed.ts'
import { rpcDrivers } from '../clients/index.ts'
import { popCoreGet } from '../clients/pop-core.ts'
import { send } from '../clients/raw.ts'
import { succeeded } from '../clients/rpc-driver.ts'
import { emulatorUnderServiceNames, startEmulatorTarget } from '../setup/target.ts'

type Policies = readonly (SystemPolicyName | PolicyDocument)[]

const policy = (...Statement: readonly PolicyStatement[]): PolicyDocument => ({
  Version: '1',
  Statement,
})

const allow = (Action: string, Resource = '*', rest: Partial<PolicyStatement> = {}) =>
  ({ Effect: 'Allow', Action, Resource, ...rest }) as const

const deny = (Action: string, Resource = '*') =>
  ({ ...allow(Action, Resource), Effect: 'Deny' }) as const

const rpc: readonly RpcOperation[] = Object.values(rpcOperations)
const oss: readonly OssOperation[] = Object.values(ossOperations)
const actions = new Set([...rpc, ...oss].map(({ access }) => access.action))

const inAnHour = new Date(Date.now() + 3_600_000).toISOString()

/** The users of the account, by the ids of their keys. */
const users: Readonly<Record<string, Policies>> = {
  reader: ['AliyunVODReadOnlyAccess'],
  nobody: [],
  mixed: [policy(allow('vod:*'), deny('vod:Delete*'))],
  folder: [policy(allow('oss:*', 'acs:oss:*:*:*/mine/*'))],
  local: [
    policy(allow('vod:*', '*', { Condition: { IpAddress: { 'acs:SourceIp': '127.0.0.0/8' } } })),
  ],
  remote: [
    policy(allow('vod:*', '*', { Condition: { IpAddress: { 'acs:SourceIp': '10.0.0.0/8' } } })),
  ],
  secure: [policy(allow('vod:*', '*', { Condition: { Bool: { 'acs:SecureTransport': 'true' } } }))],
  timely: [
    policy(allow('vod:*', '*', { Condition: { DateLessThan: { 'acs:CurrentTime': inAnHour } } })),
  ],
  ...Object.fromEntries(
    [...actions].flatMap((action) => [
      [`only.${action.replace(':', '.')}`, [policy(allow(action))]],
      [`but.${action.replace(':', '.')}`, [policy(allow('*'), deny(action))]],
    ]),
  ),
}

const keyOf = (id: string) => ({ id, secret: `${id}-secret`, policies: users[id] })

const accountId = '1111111111111111'

let running: EmulatorTarget & AsyncDisposable

beforeAll(async () => {
  running = await startEmulatorTarget({
    accountId,
    accessKeys: [{ id: 'owner', secret: 'owner-secret' }, ...Object.keys(users).map(keyOf)],
  })
})
afterAll(() => running[Symbol.asyncDispose]())

const as = (id: string): EmulatorTarget => ({
  ...running,
  keys: { accessKeyId: id, accessKeySecret: `${id}-secret` },
})

const infoOf = { MediaIds: '97dc17a5abc34f668489b84ce9a1b2c3' }
const watermark = { BusinessType: 'watermark' }

const isPermitted = async (id: string, action: string, parameters: Record<string, string>) => {
  const answer = await popCoreGet.call(as(id), action, parameters)
  return answer.ok || answer.code !== 'NoPermission'
}

describe.each(rpcDrivers)('by $name, a key with policies', (driver) => {
  const refusal = (type: string, action: string) => ({
    ok: false,
    code: 'NoPermission',
    message: 'You are not authorized to do this action. You should be authorized by RAM.',
    accessDeniedDetail: {
      PolicyType: 'AccountLevelIdentityBasedPolicy',
      NoPermissionType: type,
      AuthAction: action,
      AuthPrincipalType: 'SubUser',
      AuthPrincipalOwnerId: accountId,
      AuthPrincipalDisplayName: expect.stringMatching(/^2\d{17}$/),
    },
  })

  test('does what they allow, and nothing else', async () => {
    expect(await driver.call(as('reader'), 'GetAttachedMediaInfo', infoOf)).toMatchObject({
      ok: true,
    })
    expect(await driver.call(as('reader'), 'CreateUploadAttachedMedia', watermark)).toMatchObject(
      refusal('ImplicitDeny', 'vod:CreateUploadAttachedMedia'),
    )
  })

  test('does not do what one of them denies', async () => {
    expect(await driver.call(as('mixed'), 'CreateUploadAttachedMedia', watermark)).toMatchObject({
      ok: true,
    })
    expect(await driver.call(as('mixed'), 'DeleteAttachedMedia', infoOf)).toMatchObject(
      refusal('ExplicitDeny', 'vod:DeleteAttachedMedia'),
    )
  })
})

describe('each operation has its action', () => {
  test.for(rpc)('$name', async ({ name, access, examples: [example] }) => {
    const id = access.action.replace(':', '.')
    const input = { ...example?.input }

    expect(await isPermitted(`only.${id}`, name, input)).toBe(true)
    expect(await isPermitted(`but.${id}`, name, input)).toBe(false)
  })

  test.for(oss)('$name', async ({ method, subresources, access }) => {
    const key = `policies/${randomUUID()}`
    const queries = Object.fromEntries(subresources.map((name) => [name, '1']))
    const by = async (id: string) => {
      const options = {
        addressing: 'localhost-sld',
        region: `oss-${running.region}`,
        v4: true,
      } as const
      const url = await accountClient(as(id), options).signatureUrlV4(method, 60, { queries }, key)
      const answer = await send(url, { method, body: Buffer.from('') })
      return answer.headers['x-oss-ec']
    }
    const id = access.action.replace(':', '.')

    expect(await by(`but.${id}`)).toBe('0003-00000201')
    expect(await by('nobody')).toBe('0003-00000202')
    expect(String(await by(`only.${id}`))).not.toMatch(/^0003-/)
  })
})

describe('OSS', () => {
  const client = (id: string) =>
    accountClient(as(id), { addressing: 'ip', region: `oss-${running.region}` })

  test('lets a key do what its policies allow on a resource', async () => {
    const folder = client('folder')
    await folder.put('mine/logo.png', Buffer.from('logo'))

    expect((await folder.get('mine/logo.png')).content.toString()).toBe('logo')
    await expect(folder.put('other/logo.png', Buffer.from('logo'))).rejects.toMatchObject({
      status: 403,
      code: 'AccessDenied',
      ecCode: '0003-00000202',
    })
    await expect(folder.head('other/logo.png')).rejects.toMatchObject({ status: 403 })
  })

  test('tells who was not allowed to do what', async () => {
    const url = await accountClient(as('but.oss.PutObject'), {
      addressing: 'localhost-sld',
      region: `oss-${running.region}`,
      v4: true,
    }).signatureUrlV4('PUT', 60, {}, 'mine/logo.png')

    const { text } = await send(url, { method: 'PUT', body: Buffer.from('') })

    expect(text).toContain(
      '<AccessDeniedDetail><PolicyType>AccountLevelIdentityBasedPolicy</PolicyType>' +
        `<AuthPrincipalOwnerId>${accountId}</AuthPrincipalOwnerId><AuthPrincipalType>SubUser</AuthPrincipalType>`,
    )
    expect(text).toContain(
      '<NoPermissionType>ExplicitDeny</NoPermissionType><AuthAction>oss:PutObject</AuthAction></AccessDeniedDetail>',
    )
  })
})

test('the explanation names the statement that decided, or the nearest', async () => {
  const explanationOf = async (id: string, action: string, parameters: Record<string, string>) => {
    const answer = await popCoreGet.call(as(id), action, parameters)
    if (answer.ok) throw new Error('It is allowed.')
    const { protocol, host } = running.rpc
    const logged = await fetch(`${protocol}://${host}/_emulator/requests/${answer.requestId}`)
    return JSON.stringify(await logged.json())
  }

  expect(await explanationOf('mixed', 'DeleteAttachedMedia', infoOf)).toContain(
    'statement 2 of policy 1 denies vod:DeleteAttachedMedia on acs:vod:cn-shanghai:1111111111111111:*',
  )
  expect(await explanationOf('remote', 'GetAttachedMediaInfo', infoOf)).toContain(
    'statement 1 of policy 1 has the action, but its Condition IpAddress of acs:SourceIp does not match',
  )
  expect(await explanationOf('reader', 'DeleteAttachedMedia', infoOf)).toContain(
    'whose policies are: AliyunVODReadOnlyAccess',
  )
  expect(await explanationOf('nobody', 'DeleteAttachedMedia', infoOf)).toContain(
    'whose policies are: none',
  )
})

test('the URLs that a key is given work, although no key of the account may read objects', async () => {
  const creator = {
    id: 'creator',
    secret: 'creator-secret',
    policies: ['AliyunVODFullAccess'],
  } as const
  await using target = await startEmulatorTarget({ accessKeys: [creator] })
  const created = await succeeded(popCoreGet.call(target, 'CreateUploadAttachedMedia', watermark))

  const response = await fetch(String(created.MediaURL))

  expect(response.status).toBe(404)
  expect(await response.text()).toContain('<Code>NoSuchKey</Code>')
})

test('a request without a socket comes from this machine, by TLS if its URL says so', async () => {
  const { emulator, target } = await emulatorUnderServiceNames({
    accessKeys: ['local', 'remote', 'secure'].map((id) => keyOf(id)),
  })
  await using _ = emulator
  const ask = async (id: string, scheme: string) => {
    const { url } = requestV1({ ...target, keys: as(id).keys })
    const response = await emulator.fetch(new Request(url.replace(/^https/, scheme)))
    return response.status
  }

  expect(await ask('local', 'https')).toBe(200)
  expect(await ask('remote', 'https')).toBe(403)
  expect(await ask('secure', 'https')).toBe(200)
  expect(await ask('secure', 'http')).toBe(403)
})

test('conditions are about where, how and when a request comes', async () => {
  const mayAsk = (id: string) => isPermitted(id, 'GetAttachedMediaInfo', infoOf)

  expect(await mayAsk('local')).toBe(true)
  expect(await mayAsk('remote')).toBe(false)
  expect(await mayAsk('secure')).toBe(false)
  expect(await mayAsk('timely')).toBe(true)
  await running.clock.advance(3600)
  expect(await mayAsk('timely')).toBe(false)
})
