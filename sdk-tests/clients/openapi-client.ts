import imported, { Config, OpenApiRequest, Params } from '@alicloud/openapi-client'
import type { Target } from '#contracts/target.ts'
import { defaultOf } from './common-js.ts'
import { onePerTarget, type RpcDriver, refusal, timeoutMs, version } from './rpc-driver.ts'

const Client = defaultOf(imported)
type Runtime = Parameters<InstanceType<typeof Client>['callApi']>[2]

const clientOf = onePerTarget(
  ({ rpc, keys, region }: Target) =>
    new Client(
      new Config({
        ...keys,
        endpoint: rpc.host,
        protocol: rpc.protocol,
        regionId: region,
        readTimeout: timeoutMs,
        connectTimeout: timeoutMs,
      }),
    ),
)

/** The predecessor of openapi-core, with parameters in the form of the body: sent in chunks. */
export const openapiClient: RpcDriver = {
  name: 'openapi-client',
  scheme: 'V3',
  async call(target, action, parameters) {
    const params = new Params({
      action,
      version,
      protocol: target.rpc.protocol,
      pathname: '/',
      method: 'POST',
      authType: 'AK',
      style: 'RPC',
      reqBodyType: 'formData',
      bodyType: 'json',
    })
    const request = new OpenApiRequest({ body: { ...parameters } })
    try {
      const { body } = await clientOf(target).callApi(params, request, {} as Runtime)
      return { ok: true, body }
    } catch (thrown) {
      return refusal(thrown, (thrown as { readonly statusCode?: number }).statusCode)
    }
  },
}
