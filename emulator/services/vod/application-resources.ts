import type { Decision } from '../../kernel/events.ts'
import type { Records, Stored } from '../../ports/records/records.ts'

/**
 * What to commit with something that is created in an application, so that the application is neither deleted nor
 * disabled in the same moment.
 */
export function creatingIn({ key, value, version }: Stored<'application'>): Decision {
  const application = { kind: 'application', key } as const
  return {
    changes: value.mayHaveResources
      ? []
      : [{ ...application, value: { ...value, mayHaveResources: true } }],
    expected: [{ ...application, version }],
  }
}

/** Whether anything is in an application of an account. */
export async function hasResources(
  records: Records,
  accountId: string,
  appId: string,
): Promise<boolean> {
  const equal = { accountId, appId }
  const { items } = await records.find('media', { index: 'application', equal, limit: 1 })
  const callbacks = await records.find('messageCallback', { index: 'application', equal, limit: 1 })
  const waiting = { index: 'application', equal: { ...equal, status: 'PENDING' } } as const
  const jobs = await records.find('urlUpload', { ...waiting, limit: 1 })
  if (items.length + callbacks.items.length + jobs.items.length > 0) return true
  const { watermarks = [] } = (await records.get('watermarks', accountId))?.value ?? {}
  return watermarks.some((one) => one.appId === appId)
}
