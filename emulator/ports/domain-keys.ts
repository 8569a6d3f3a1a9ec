/** The keys of a domain. */
export interface KeysOfDomain {
  readonly name: string
  readonly accountId: string
  /** The primary key, then the backup key. */
  readonly keys: readonly string[]
}

/** Where the keys are looked up with which URLs on CDN domains are signed. */
export interface DomainKeys {
  /** The primary key, then the backup key; undefined for what is not a domain here. */
  of(name: string): readonly string[] | undefined
  /** Every domain, of all accounts. */
  all(): Iterable<KeysOfDomain>
}
