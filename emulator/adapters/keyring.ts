import type { Keyring } from '../ports/credentials.ts'

interface ConfiguredKey {
  readonly id: string
  readonly secret: string
  readonly accountId?: string | undefined
}

/**
 * The keys of the options. Their secrets stay in memory and are never stored.
 *
 * @param ownAccountId the account of keys that do not name one
 */
export function configuredKeys(keys: readonly ConfiguredKey[], ownAccountId: string): Keyring {
  const all = keys.map(({ id, secret, accountId = ownAccountId }) => ({
    accessKeyId: id,
    accessKeySecret: secret,
    accountId,
  }))
  const byId = new Map(all.map((key) => [key.accessKeyId, key]))
  return {
    find: async (accessKeyId) => byId.get(accessKeyId),
    of: async (accountId) => all.filter((key) => key.accountId === accountId),
  }
}
