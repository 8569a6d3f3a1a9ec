import type { Answered } from '#contracts/properties/claim.ts'
import { popCorePost } from '../../../clients/pop-core.ts'
import { startEmulatorTarget } from '../../../setup/target.ts'
import type { Call } from '../../story.ts'

const accountId = '1'

/** Asks an account in which several applications are turned off. */
export async function withoutApplications(
  ask: (call: Call) => Promise<Answered>,
): Promise<Answered> {
  const seed = { accounts: { [accountId]: { multiApplication: false } } }
  await using target = await startEmulatorTarget({ accountId, seed })
  return await ask((action, parameters) => popCorePost.call(target, action, parameters))
}
