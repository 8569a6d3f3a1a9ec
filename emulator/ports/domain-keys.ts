/** Where the keys are looked up with which URLs on CDN domains are signed. */
export interface DomainKeys {
  /** The primary key, then the backup key; undefined for what is not a domain here. */
  of(name: string): readonly string[] | undefined
  /** Every domain that has keys. */
  all(): Iterable<readonly [name: string, keys: readonly string[]]>
}
