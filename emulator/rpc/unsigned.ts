import type { AccountView } from '#contracts/derive/constraints/constraint.ts'
import { rpcCallChecks } from '#contracts/rpc/checks.ts'
import { required } from '../kernel/checks.ts'
import { unsignedBy } from '../kernel/explanation.ts'
import type { Answer } from '../kernel/message.ts'
import type { RpcCall } from './call.ts'
import { checkUnsignedCall } from './checks/index.ts'
import type { Emulated } from './operations.ts'
import { respond } from './response.ts'
import { validated } from './validation.ts'

/** Whoever has not signed knows nothing of an account. */
const nobody: AccountView = { knows: () => false }

/** Answers an operation that needs no signature (`upload-progress`). @throws ApiError */
export async function answerUnsigned(
  call: RpcCall,
  operation: Emulated,
  requestId: string,
): Promise<Answer> {
  await checkUnsignedCall(call)
  const { contract } = operation
  const { remoteAddress: address } = call.request.message
  const input = await validated(call, operation, nobody, [])
  const output = await operation.handle(input as never, { address } as never)
  const passed = rpcCallChecks.map(({ name }) => name)
  return respond(contract, output, {
    format: required(call.format),
    summary: { requestId, operation: contract.name, passed },
    tolerated: unsignedBy('upload-progress', contract.name),
  })
}
