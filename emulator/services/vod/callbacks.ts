import type { Input } from '#contracts/operation.ts'
import type * as contract from '#contracts/vod/callbacks.ts'
import type { ApiError } from '../../kernel/api-error.ts'
import type { Context, Handler, Handlers, Ports } from '../../kernel/handler.ts'
import type { CallbackTarget, MessageCallbackRecord } from '../../ports/records/callbacks.ts'
import type { Stored } from '../../ports/records/records.ts'
import type { Accounts } from '../accounts.ts'
import { decide } from '../records.ts'
import { creatingIn } from './application-resources.ts'

interface CallbackPorts extends Pick<Ports, 'records'> {
  readonly accounts: Accounts
}

/** Whose events, and of which application. */
export type CallbackOwner = Pick<MessageCallbackRecord, 'accountId' | 'region' | 'appId'>

/** Where the callback of an application is kept. */
export const callbackKey = ({ accountId, region, appId }: CallbackOwner): string =>
  `${accountId}/${region}/${appId}`

interface Call extends Pick<Context<typeof contract.SetMessageCallback>, 'principal' | 'urls'> {
  readonly fault: (code: 'Forbidden.OperateAppResource') => ApiError
}

/** @throws ApiError Forbidden.OperateAppResource */
async function ownerOf(
  { accounts }: CallbackPorts,
  { principal: { accountId }, urls: { region }, fault }: Call,
  name: string | undefined,
): Promise<{ readonly owner: CallbackOwner; readonly application: Stored<'application'> }> {
  const application = await accounts.of(accountId, region).application(name)
  if (!application) throw fault('Forbidden.OperateAppResource')
  return { owner: { accountId, region, appId: application.value.appId }, application }
}

function targetOf(input: Input<typeof contract.SetMessageCallback>): CallbackTarget {
  const { CallbackType, CallbackURL = '', MnsEndpoint = '', MnsQueueName = '' } = input
  return CallbackType === 'MNS'
    ? { type: 'MNS', endpoint: MnsEndpoint, queue: MnsQueueName }
    : { type: 'HTTP', url: CallbackURL }
}

const set =
  (ports: CallbackPorts): Handler<typeof contract.SetMessageCallback> =>
  (input, call) =>
    decide(async () => {
      const { owner, application } = await ownerOf(ports, call, input.AppId)
      const { AuthKey: authKey, AuthSwitch, EventTypeList: eventTypes = [] } = input
      const value: MessageCallbackRecord = {
        ...owner,
        eventTypes,
        target: targetOf(input),
        isSigned: AuthSwitch === 'on',
        ...(authKey !== undefined && { authKey }),
      }
      const { changes, expected } = creatingIn(application)
      const callback = { kind: 'messageCallback', key: callbackKey(owner), value } as const
      await ports.records.commit([callback, ...changes], expected)
      return {}
    })

function described({ eventTypes, target, isSigned, authKey }: MessageCallbackRecord) {
  const common = {
    CallbackType: target.type,
    ...(eventTypes.length > 0 && { EventTypeList: eventTypes.join(',') }),
  }
  if (target.type === 'MNS')
    return { ...common, MnsEndpoint: target.endpoint, MnsQueueName: target.queue }
  return {
    ...common,
    CallbackURL: target.url,
    AuthSwitch: isSigned ? 'on' : 'off',
    ...(authKey !== undefined && { AuthKey: authKey }),
  }
}

const get =
  (ports: CallbackPorts): Handler<typeof contract.GetMessageCallback> =>
  async ({ AppId: name }, call) => {
    const { owner } = await ownerOf(ports, call, name)
    const found = await ports.records.get('messageCallback', callbackKey(owner))
    return { MessageCallback: { AppId: owner.appId, ...(found && described(found.value)) } }
  }

const remove =
  (ports: CallbackPorts): Handler<typeof contract.DeleteMessageCallback> =>
  async ({ AppId: name }, call) => {
    const { owner } = await ownerOf(ports, call, name)
    await ports.records.commit([{ kind: 'messageCallback', key: callbackKey(owner) }])
    return {}
  }

/** Operations of callbacks. */
export const callbacks = (ports: CallbackPorts): Handlers<typeof contract> => ({
  SetMessageCallback: set(ports),
  GetMessageCallback: get(ports),
  DeleteMessageCallback: remove(ports),
})
