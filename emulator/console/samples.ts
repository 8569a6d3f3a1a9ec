/** A call whose sample code is wanted. */
export interface SampledCall {
  /** Origin of the RPC API. */
  readonly url: string
  readonly action: string
  readonly version: string
  readonly parameters: Readonly<Record<string, string>>
}

/** A program that makes a call. Its keys come from the variables that the vendor's SDKs name. */
export interface Sample {
  /** Language and package. */
  readonly sdk: string
  readonly code: string
}

const keys = {
  id: 'process.env.ALIBABA_CLOUD_ACCESS_KEY_ID',
  secret: 'process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET',
}

const literal = (value: unknown): string => JSON.stringify(value, null, 2)

const popCore = ({ url, action, version, parameters }: SampledCall): string =>
  `import RPCClient from '@alicloud/pop-core'

const client = new RPCClient({
  endpoint: ${literal(url)},
  apiVersion: ${literal(version)},
  accessKeyId: ${keys.id},
  accessKeySecret: ${keys.secret},
})
const parameters = ${literal(parameters)}

console.log(await client.request(${literal(action)}, parameters, { method: 'POST' }))
`

const openapiCore = ({ url, action, version, parameters }: SampledCall): string =>
  `import { $OpenApiUtil, default as core } from '@alicloud/openapi-core'

const client = new core.default(
  new $OpenApiUtil.Config({
    endpoint: ${literal(new URL(url).host)},
    protocol: ${literal(new URL(url).protocol.slice(0, -1))},
    accessKeyId: ${keys.id},
    accessKeySecret: ${keys.secret},
  }),
)
const call = new $OpenApiUtil.Params({
  action: ${literal(action)},
  version: ${literal(version)},
  protocol: ${literal(new URL(url).protocol.slice(0, -1))},
  pathname: '/',
  method: 'POST',
  authType: 'AK',
  style: 'RPC',
  reqBodyType: 'formData',
  bodyType: 'json',
})
const query = ${literal(parameters)}

console.log((await client.callApi(call, new $OpenApiUtil.OpenApiRequest({ query }), {})).body)
`

/** The same call with each of the SDKs. */
export const samplesOf = (call: SampledCall): readonly Sample[] => [
  { sdk: 'Node.js, @alicloud/pop-core (signature V1)', code: popCore(call) },
  { sdk: 'Node.js, @alicloud/openapi-core (signature V3)', code: openapiCore(call) },
]
