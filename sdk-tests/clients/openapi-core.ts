import imported, { $OpenApiUtil } from '@alicloud/openapi-core'
import type { Target } from '#contracts/target.ts'
import { defaultOf } from './common-js.ts'
import { onePerTarget, type RpcDriver, refusal, timeoutMs, version } from './rpc-driver.ts'

const Client = defaultOf(imported)
type Runtime = Parameters<InstanceType<typeof Client>['callApi']>[2]

const clientWith = (further: { readonly signatureAlgorithm?: 'v2' }) =>
  onePerTarget(
    ({ rpc, keys, region }: Target) =>
      new Client(
        new $OpenApiUtil.Config({
          ...keys,
          ...further,
          endpoint: rpc.host,
          protocol: rpc.protocol,
          regionId: region,
          readTimeout: timeoutMs,
          connectTimeout: timeoutMs,
        }),
      ),
  )

function driver(
  name: string,
  scheme: RpcDriver['scheme'],
  clientOf: ReturnType<typeof clientWith>,
): RpcDriver {
  return {
    name,
    scheme,
    async call(target, action, parameters) {
      const params = new $OpenApiUtil.Params({
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
      const request = new $OpenApiUtil.OpenApiRequest({ query: { ...parameters } })
      try {
        const { body } = await clientOf(target).callApi(params, request, {} as Runtime)
        return { ok: true, body }
      } catch (thrown) {
        return refusal(thrown, (thrown as { readonly statusCode?: number }).statusCode)
      }
    },
  }
}

/** The client that the typed SDK is generated on: all parameters in the query of a POST without a body. */
export const openapiCore = driver('openapi-core', 'V3', clientWith({}))

/** The same with `signatureAlgorithm: 'v2'`, which is RPC V1, the signature in the query. */
export const openapiCoreV1 = driver(
  "openapi-core 'v2'",
  'V1',
  clientWith({ signatureAlgorithm: 'v2' }),
)
