import type { DomainKeys } from '../ports/domain-keys.ts'

interface ConfiguredDomain {
  readonly name: string
  readonly key?: string | undefined
  readonly backupKey?: string | undefined
}

/** The keys of the domains of the options. They stay in memory and are never stored. */
export function configuredDomainKeys(domains: readonly ConfiguredDomain[]): DomainKeys {
  const keys = new Map(
    domains.map(({ name, key, backupKey }) => [
      name,
      [key, backupKey].filter((one) => one !== undefined),
    ]),
  )
  return { of: (name) => keys.get(name), all: () => keys }
}
