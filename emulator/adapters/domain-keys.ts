import type { DomainKeys } from '../ports/domain-keys.ts'

interface ConfiguredDomain {
  readonly name: string
  readonly accountId?: string | undefined
  readonly key?: string | undefined
  readonly backupKey?: string | undefined
}

/**
 * The keys of the domains of the options. They stay in memory and are never stored.
 *
 * @param ownAccountId the account of domains that do not name one
 */
export function configuredDomainKeys(
  configured: readonly ConfiguredDomain[],
  ownAccountId: string,
): DomainKeys {
  const domains = new Map(
    configured.map(({ name, accountId = ownAccountId, key, backupKey }) => {
      const keys = [key, backupKey].filter((one) => one !== undefined)
      return [name, { name, accountId, keys }]
    }),
  )
  return { of: (name) => domains.get(name)?.keys, all: () => domains.values() }
}
