import { randomUUID } from 'node:crypto'
import { accountClient, type OssClient, type OssOptions } from '../drivers/ali-oss.ts'
import { test as base, needs } from '../setup/fixtures.ts'

/** Both signatures of OSS, as rows. */
export const signatures = [
  { version: 'V1', v4: false },
  { version: 'V4', v4: true },
] as const

/** Clients with the account's key, and names that no other test uses. */
export const test = base
  .extend('account', ({ target, skip }): ((options?: Partial<OssOptions>) => OssClient) => {
    const owned = needs(target, 'bucket', skip)
    const region = `oss-${owned.region}`
    return (options = {}) => accountClient(owned, { addressing: 'ip', region, ...options })
  })
  .extend('key', () => `tests/${randomUUID()}`)
  /** A URL signed with V4 for one request, to be sent by hand; `headers` are signed too. */
  .extend(
    'signed',
    ({ account }) =>
      (method: string, key: string, headers: Readonly<Record<string, string>> = {}) =>
        account({ v4: true }).signatureUrlV4(method, 60, { headers }, key),
  )
