import { exampleAccount } from '../../contracts/vod/example-account.ts'
import type { SeededStorage } from '../kernel/seed.ts'
import { bucketNameFor, locationOf } from '../kernel/storage-names.ts'
import { pathText } from './finding.ts'
import { OptionError } from './option-error.ts'
import type { CdnDomain, Options } from './options.ts'
import type { GivenOptions } from './settle.ts'

/** A domain, whose it is, and where it was given. */
interface PlacedDomain {
  readonly domain: Omit<CdnDomain, 'accountId'>
  readonly accountId: string
  readonly option: string | undefined
  readonly path: readonly PropertyKey[]
}

function placedDomains(options: Options, given: GivenOptions): readonly PlacedDomain[] {
  const { accountId: own, cdnDomains, seed } = options
  const ofSeed = Object.entries(seed?.accounts ?? {}).flatMap(([accountId, { domains = [] }]) =>
    domains.map((domain, i) => ({
      domain,
      accountId,
      option: given.get('seed')?.name,
      path: ['accounts', accountId, 'domains', i],
    })),
  )
  const ofOption = cdnDomains.map((domain, i) => ({
    domain,
    accountId: domain.accountId ?? own,
    option: given.get('cdnDomains')?.name,
    path: [i],
  }))
  return [...ofOption, ...ofSeed]
}

/** Names under which the emulator answers otherwise, by the options that say so. */
const ownNames = ({ publicUrl, host }: Options) => ({
  'the host of --public-url': publicUrl && new URL(publicUrl).hostname,
  'the address of --host': host.toLowerCase(),
})

function requireOtherName({ domain: { name }, option }: PlacedDomain, options: Options): void {
  for (const [what, own] of Object.entries(ownNames(options))) {
    if (name === own)
      throw new OptionError(
        `${option}: the domain ${JSON.stringify(name)} is ${what}, where the emulator answers as the service: give the domain another name`,
      )
  }
}

/** The storage that an account has at the start. */
function storageOf(accountId: string, options: Options): readonly SeededStorage[] {
  const own = accountId === options.accountId ? options.bucket : bucketNameFor(accountId)
  return options.seed?.accounts[accountId]?.storage ?? [{ bucket: own }]
}

function requireLocation(placed: PlacedDomain, options: Options): void {
  const { domain, accountId, option, path } = placed
  const { storageLocation: named } = domain
  if (named === undefined) return
  const storage = storageOf(accountId, options)
  const locations = storage.map((one) => locationOf(one.bucket, one.region ?? options.region))
  const hasDefault = storage.some(
    ({ region, appId }) => (region ?? options.region) === options.region && appId === undefined,
  )
  const isMasked = named === exampleAccount.masked.storageLocation
  if (isMasked ? hasDefault : locations.includes(named)) return
  const expected = locations.map((one) => JSON.stringify(one)).join(' or ') || 'it has none'
  throw new OptionError(
    `${option}: ${pathText([...path, 'storageLocation'])}: ${JSON.stringify(named)} is not accepted, expected a storage location of the account: ${expected}`,
  )
}

/**
 * @param options as they were given, without what follows from the seed
 * @throws OptionError when a domain has a name of the emulator's own, or the files of a storage location that there is not
 */
export function checkDomains(options: Options, given: GivenOptions): void {
  for (const placed of placedDomains(options, given)) {
    requireOtherName(placed, options)
    requireLocation(placed, options)
  }
}
