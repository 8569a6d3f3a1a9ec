import type { Ports } from '../../kernel/handler.ts'
import type { Accounts } from '../accounts.ts'
import type { AccessUrlPorts } from './access-urls.ts'
import type { FilePorts } from './media.ts'

/** What the operations of media are given. */
export interface VodPorts extends Ports, FilePorts, Omit<AccessUrlPorts, keyof Ports> {
  readonly accounts: Accounts
}
