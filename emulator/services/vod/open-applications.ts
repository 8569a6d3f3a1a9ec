import type { ApiError } from '../../kernel/api-error.ts'
import type { Ports } from '../../kernel/handler.ts'
import type { Principal } from '../../ports/credentials.ts'
import type { Accounts } from '../accounts.ts'

export interface ApplicationPorts extends Pick<Ports, 'records' | 'ids' | 'clock'> {
  readonly accounts: Pick<Accounts, 'of' | 'hasApplications'>
}

/** Refuses calls of accounts in which several applications are turned off. */
export async function requireOpen(
  { accounts }: ApplicationPorts,
  call: {
    readonly principal: Principal
    readonly fault: (code: 'OperationDenied.NotOpenAppService') => ApiError
  },
): Promise<void> {
  const { principal, fault } = call
  if (!(await accounts.hasApplications(principal.accountId)))
    throw fault('OperationDenied.NotOpenAppService')
}
