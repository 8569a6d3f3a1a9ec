import { type AccountView, validate } from '#contracts/derive/validate.ts'
import type { RpcOperation } from '#contracts/operation.ts'
import type { ToleranceName } from '#contracts/tolerances.ts'
import { ApiError } from '../kernel/api-error.ts'
import { type Context, faultsOf } from '../kernel/handler.ts'
import type { Answer, Message } from '../kernel/message.ts'
import { type UrlOptions, urlsFor } from '../kernel/urls.ts'
import type { Principal } from '../ports/credentials.ts'
import type { Ids } from '../ports/ids.ts'
import { authenticate } from './authentication.ts'
import { coveredBySignature } from './coverage.ts'
import { rpcError } from './errors.ts'
import { fallbackFormat, formatOf } from './format.ts'
import { type Emulated, findOperation, type Product } from './operations.ts'
import type { ParameterMap } from './parameters.ts'
import type { AuthenticationPorts } from './principal.ts'
import { commonValue, type RequestLimits, type RpcRequest, readRequest } from './request.ts'
import { respond, respondError, respondPreflight } from './response.ts'
import { wireValues } from './tolerances.ts'

export interface RpcOptions extends UrlOptions, RequestLimits {
  readonly accountId: string
  readonly leniency: readonly ToleranceName[]
}

export interface RpcPorts extends AuthenticationPorts {
  readonly ids: Ids
  readonly account: AccountView
  readonly products: readonly Product[]
  /** Notes what was not foreseen, with the id of its request. */
  readonly report: (error: unknown, requestId: string) => void
}

/** The RPC gateway: one request in, one answer out, never a rejection. */
export function rpcFace(ports: RpcPorts, options: RpcOptions) {
  const carryOut = async (request: RpcRequest, requestId: string): Promise<Answer> => {
    const operation = findOperation(request, ports.products)
    const format = formatOf(request)
    const principal = authenticate(request, ports)
    authorise(principal, operation, options.accountId)
    const input = validated(operation, request.parameters, ports.account, options.leniency)
    const context = contextOf(operation, principal, request, options)
    const output = await operation.handle(input as never, context as never)
    const { name } = operation.contract
    const { host } = request.message
    return respond(operation.contract, output, { format, requestId, host, operation: name })
  }

  return async (message: Message): Promise<Answer> => {
    const requestId = ports.ids.rpcRequestId()
    if (message.method === 'OPTIONS')
      return respondPreflight(message.headers.get('access-control-request-headers'), requestId)
    let request: RpcRequest | undefined
    try {
      request = coveredBySignature(await readRequest(message, options), ports)
      return await carryOut(request, requestId)
    } catch (thrown) {
      const error = thrown instanceof ApiError ? thrown : unforeseen(thrown, requestId)
      const format = fallbackFormat(message, request)
      const operation = request && commonValue(request, 'Action', 'x-acs-action')
      return respondError(error, { format, requestId, host: message.host, operation })
    }
  }

  function unforeseen(thrown: unknown, requestId: string): ApiError {
    ports.report(thrown, requestId)
    return rpcError('InternalError')
  }
}

const contextOf = (
  { contract }: Emulated,
  principal: Principal,
  { message }: RpcRequest,
  options: RpcOptions,
): Context<RpcOperation> => ({
  principal,
  urls: urlsFor(message, options),
  fault: faultsOf(contract),
})

/** The holder of an upload credential may do nothing here. */
function authorise(principal: Principal, { contract }: Emulated, accountId: string): void {
  if (principal.kind === 'account') return
  throw rpcError(
    'NoPermission',
    {},
    {
      explanation:
        'An upload credential allows to upload its one object by OSS; call the API with a key of the account.',
      accessDeniedDetail: {
        PolicyType: 'SessionPolicy',
        NoPermissionType: 'ImplicitDeny',
        AuthAction: contract.access.action,
        AuthPrincipalType: 'AssumedRoleUser',
        AuthPrincipalOwnerId: accountId,
        AuthPrincipalDisplayName: principal.accessKeyId,
      },
    },
  )
}

function validated(
  operation: Emulated,
  parameters: ParameterMap,
  account: AccountView,
  leniency: readonly ToleranceName[],
): unknown {
  const values = wireValues(operation.contract, parameters, leniency)
  const validation = validate(operation.resolved, values, account)
  if ('value' in validation) return validation.value
  const { error, parameter, limit, measured } = validation.issue
  const definition = operation.contract.errors[error]
  const fault = faultsOf(operation.contract)(error, { parameter, limit: limit ?? '' })
  throw new ApiError(fault.code, fault.status, fault.message, {
    explanation: `${parameter}: ${measured} (${definition?.evidence}).`,
  })
}
