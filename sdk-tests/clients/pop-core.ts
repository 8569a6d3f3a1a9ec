import Client from '@alicloud/pop-core'
import type { Target } from '#contracts/target.ts'
import {
  type Body,
  onePerTarget,
  type RpcDriver,
  refusal,
  timeoutMs,
  version,
} from './rpc-driver.ts'

const clientOf = onePerTarget(({ rpc, keys }: Target) => {
  const { securityToken, ...pair } = keys
  return new Client({
    ...pair,
    ...(securityToken && { securityToken }),
    endpoint: `${rpc.protocol}://${rpc.host}`,
    apiVersion: version,
    opts: { timeout: timeoutMs },
  })
})

interface Thrown {
  readonly entry?: { readonly response?: { readonly statusCode?: number } }
}

const driver = (method: 'GET' | 'POST'): RpcDriver => ({
  name: `pop-core ${method}`,
  scheme: 'V1',
  async call(target, action, parameters) {
    try {
      const body = await clientOf(target).request<Body>(action, { ...parameters }, { method })
      return { ok: true, body }
    } catch (thrown) {
      return refusal(thrown, (thrown as Thrown).entry?.response?.statusCode)
    }
  },
})

/** Everything in the query. */
export const popCoreGet = driver('GET')

/** Everything in the form of the body, the signature too. */
export const popCorePost = driver('POST')
