import type { Hono } from 'hono'
import { allRecords } from '../kernel/all-records.ts'
import type { AccountRecord, StorageRecord } from '../ports/records/accounts.ts'
import type { Records } from '../ports/records/records.ts'
import { refuse } from './errors.ts'
import type { ControlEnvironment } from './guard.ts'

const shown = ({ accountId: _, ...storage }: StorageRecord, account: AccountRecord) => ({
  ...storage,
  isDefault: account.defaultLocations[storage.region] === storage.location,
})

/** What the service's console shows of an account, and no operation answers. */
export function accountRoutes(app: Hono<ControlEnvironment>, records: Records): void {
  app.get('/accounts/:accountId', async (c) => {
    const accountId = c.req.param('accountId')
    const account = (await records.get('account', accountId))?.value
    if (!account) return refuse(c, 404, 'NoSuchAccount', 'There is no such account.')
    const storage = []
    for await (const { value } of allRecords(records, 'storage', { prefix: `${accountId}/` }))
      storage.push(shown(value, account))
    const { isAccelerated } = account
    return c.json({ accountId, acceleration: isAccelerated, storage })
  })
}
