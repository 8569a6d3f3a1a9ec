import { type SigningType, signingTypes } from '#contracts/cdn/signing-types.ts'
import { allRecords } from '../kernel/all-records.ts'
import type { DomainRecord } from '../ports/records/domains.ts'
import type { Change, Records, Stored } from '../ports/records/records.ts'
import { decide } from './records.ts'

/** A CDN domain, with signing on if it has a key. */
export interface DomainSeed {
  readonly name: string
  readonly accountId?: string | undefined
  readonly key?: string | undefined
  readonly signingType?: SigningType | undefined
  readonly validitySeconds?: number | undefined
  readonly https?: boolean | undefined
  readonly status?: DomainRecord['status'] | undefined
  readonly storageLocation?: string | undefined
}

/** The options that domains are made from. */
interface DomainOptions {
  /** The account of domains that do not name one. */
  readonly accountId: string
  readonly cdnDomains: readonly DomainSeed[]
  /** Whether domains are reached by HTTPS unless they say otherwise. */
  readonly tls?: boolean
}

/** What the service takes unless another validity was set, seconds. */
const defaultValidity = 1800

function domainRecord(
  seed: DomainSeed,
  position: number,
  { accountId: ownAccountId, tls = false }: DomainOptions,
): DomainRecord {
  const { name, key, signingType, storageLocation } = seed
  const accepted = signingType ? [signingType] : signingTypes
  return {
    name,
    accountId: seed.accountId ?? ownAccountId,
    position,
    ...(storageLocation !== undefined && { storageLocation }),
    signingTypes: key === undefined ? [] : accepted,
    validitySeconds: seed.validitySeconds ?? defaultValidity,
    https: seed.https ?? tls,
    status: seed.status ?? 'online',
  }
}

export const domainChanges = (options: DomainOptions): readonly Change[] =>
  options.cdnDomains.map((seed, position) => ({
    kind: 'domain',
    key: seed.name,
    value: domainRecord(seed, position, options),
  }))

/** Domains are those of the options alone: the keys of others from an earlier start are not known. */
export async function seedDomains(records: Records, options: DomainOptions): Promise<void> {
  await decide(async () => {
    const found: Stored<'domain'>[] = []
    for await (const stored of allRecords(records, 'domain')) found.push(stored)
    if (found.length === 0 && options.cdnDomains.length === 0) return
    await records.commit(
      [...found.map(({ key }): Change => ({ kind: 'domain', key })), ...domainChanges(options)],
      found.map(({ key, version }) => ({ kind: 'domain', key, version })),
    )
  })
}
