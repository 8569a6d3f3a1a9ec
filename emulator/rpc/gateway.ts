import type { AccountView } from '#contracts/derive/constraints/constraint.ts'
import type { RpcOperation } from '#contracts/operation.ts'
import type { ProductName } from '#contracts/products.ts'
import type { ToleranceName } from '#contracts/tolerances.ts'
import { ApiError } from '../kernel/api-error.ts'
import { required } from '../kernel/checks.ts'
import { type Context, faultsOf, raisingDeclared } from '../kernel/handler.ts'
import type { Answer, Message } from '../kernel/message.ts'
import type { Redaction } from '../kernel/redaction.ts'
import { type UrlOptions, urlsFor } from '../kernel/urls.ts'
import type { Ids } from '../ports/ids.ts'
import { StorageError } from '../ports/storage-error.ts'
import { type CallPorts, RpcCall } from './call.ts'
import { checkCall } from './checks/index.ts'
import { rpcError } from './errors.ts'
import { fallbackFormat } from './format.ts'
import { actionOf, type Emulated, productOf } from './operations.ts'
import { type RequestLimits, type RpcRequest, readRequest } from './request.ts'
import { respond, respondError, respondPreflight } from './response.ts'
import { coveredBySignature } from './signing/signed-parameters.ts'
import { tolerating } from './tolerances.ts'
import { answerUnsigned } from './unsigned.ts'
import { allChecks, validated } from './validation.ts'

export interface RpcOptions extends UrlOptions, RequestLimits {
  readonly lenient: readonly ToleranceName[]
}

export interface RpcPorts extends CallPorts {
  readonly ids: Ids
  /** What an account has in a region. */
  readonly accountOf: (accountId: string, region: string) => AccountView
  readonly redaction: Redaction
  /** Logs an unexpected error, with the id of its request. */
  readonly report: (error: unknown, requestId: string) => void
}

/** Maximum length of an action name that an explanation shows, characters. */
const maxName = 64

/** The RPC gateway: answers one request, and never rejects. */
export function rpcGateway(ports: RpcPorts, options: RpcOptions) {
  const carryOut = async (request: RpcRequest, requestId: string): Promise<Answer> => {
    const call = await RpcCall.of(request, ports, urlsFor(request.message, options))
    if (call.unsigned) return answerUnsigned(call, call.unsigned, requestId)
    await checkCall(call)
    const operation = required(call.operation)
    const { tolerates, tolerated } = tolerating(options.lenient)
    const context = contextOf(call, operation, tolerates)
    const account = ports.accountOf(context.principal.accountId, context.urls.region)
    const input = await validated(call, operation, account, options.lenient)
    const output = await raisingDeclared(operation.contract, () =>
      operation.handle(input as never, context as never),
    )
    return respond(operation.contract, output, {
      format: required(call.format),
      summary: {
        requestId,
        operation: operation.contract.name,
        mediaIds: mediaIdsOf(operation.contract, input, output),
        passed: allChecks(call.parsed.scheme, operation),
      },
      tolerated: tolerated(),
    })
  }

  return async (message: Message): Promise<Answer> => {
    const requestId = ports.ids.rpcRequestId()
    if (message.method === 'OPTIONS')
      return respondPreflight(message.headers.get('access-control-request-headers'), requestId)
    let request: RpcRequest | undefined
    try {
      request = await coveredBySignature(await readRequest(message, options), ports)
      return await carryOut(request, requestId)
    } catch (thrown) {
      const error = thrown instanceof ApiError ? thrown : unforeseen(ports, thrown, requestId)
      const format = fallbackFormat(message, request)
      const hide = ports.redaction.forTextsAbout(message.headers, request?.parameters ?? [])
      const operation = hide((request && actionOf(request)) ?? '').slice(0, maxName)
      const product = productNamed(request, ports)
      const summary = { requestId, operation }
      const envelope = { format, summary, host: message.host, product }
      return respondError(error, envelope, hide)
    }
  }
}

function unforeseen({ report }: RpcPorts, thrown: unknown, requestId: string): ApiError {
  if (thrown instanceof StorageError)
    return rpcError('ServiceUnAvailable', {}, { found: thrown.message })
  report(thrown, requestId)
  return rpcError('InternalError')
}

/** VOD, too, where a request names none. */
const productNamed = (request: RpcRequest | undefined, { products }: RpcPorts): ProductName =>
  (request && productOf(request, products)?.name) ?? 'vod'

const contextOf = (
  { principal, urls, parsed }: RpcCall,
  operation: Emulated,
  tolerates: Context<RpcOperation>['tolerates'],
): Context<RpcOperation> => ({
  principal,
  urls,
  fault: faultsOf(operation.contract, allChecks(parsed.scheme, operation)),
  tolerates,
})

const member = (value: unknown, name: string): unknown =>
  (value as Readonly<Record<string, unknown>>)[name]

/** The ids that a member holds, or a member of it or of each of its items. */
function idsIn(value: unknown, path = ''): readonly string[] {
  const [name = '', inner] = path.split(/(?:\[\])?\./)
  const found = [member(value, name)].flat()
  const ids = inner === undefined ? found : found.map((item) => member(item, inner))
  return ids.filter((id) => typeof id === 'string')
}

const mediaIdsOf = ({ media }: RpcOperation, input: unknown, output: object): readonly string[] => [
  ...idsIn(input, media.asked),
  ...idsIn(output, media.made),
  ...idsIn(output, media.found),
]
