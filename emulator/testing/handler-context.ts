import type { RpcOperation } from '#contracts/operation.ts'
import { type Context, faultsOf } from '../kernel/handler.ts'
import { urlsFor } from '../kernel/urls.ts'
import { accountId } from './keyring.ts'
import { messageFor } from './message.ts'

/** What a handler is given with a call by a key of the account of the tests. */
export const handlerContext = <O extends RpcOperation>(
  operation: O,
  region = 'cn-shanghai',
): Context<O> => ({
  principal: { kind: 'account', accountId, accessKeyId: 'id' },
  urls: urlsFor(messageFor('/'), { region, trustForwarded: false }),
  fault: faultsOf(operation, []),
  tolerates: () => false,
})
