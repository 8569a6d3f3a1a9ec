import { randomUUID } from 'node:crypto'
import { accountClient, type OssClient, type OssOptions } from '../../clients/ali-oss.ts'
import { test as base, needs } from '../../setup/fixtures.ts'

/** Both signatures of OSS, as rows. */
export const signatures = [
  { version: 'V1', v4: false },
  { version: 'V4', v4: true },
] as const

type Account = (options?: Partial<OssOptions>) => OssClient

interface Signing {
  readonly v4?: boolean
  /** Headers that the signature covers. */
  readonly headers?: Readonly<Record<string, string>>
  /** Parameters that select an operation. */
  readonly query?: Readonly<Record<string, string>>
}

const urlFrom =
  (account: Account) =>
  async (method: string, key: string, { v4 = true, headers = {}, query = {} }: Signing = {}) =>
    v4
      ? account({ v4 }).signatureUrlV4(method, 60, { headers, queries: query }, key)
      : // ali-oss signs no V1 URL for an IP address.
        account({ addressing: 'localhost-sld' }).signatureUrl(key, {
          ...headers,
          method,
          expires: 60,
          subResource: query,
        })

/** A test with the account's key. */
export const test = base
  .extend('account', ({ target, skip }): Account => {
    const owned = needs(target, 'bucket', skip)
    const region = `oss-${owned.region}`
    return (options = {}) => accountClient(owned, { addressing: 'ip', region, ...options })
  })
  /** A name that no other test uses. */
  .extend('key', () => `tests/${randomUUID()}`)
  /** Makes the URL of one request, to be sent by hand. */
  .extend('signedUrl', ({ account }) => urlFrom(account))
