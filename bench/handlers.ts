import type { RpcOperation } from '#contracts/operation.ts'
import { adjustableClock } from '#emulator/adapters/adjustable-clock.ts'
import { configuredDomainKeys } from '#emulator/adapters/domain-keys.ts'
import { configuredKeys } from '#emulator/adapters/keyring.ts'
import { randomIds } from '#emulator/adapters/random-ids.ts'
import { statelessCredentials } from '#emulator/adapters/stateless-credentials.ts'
import { resolveOptions } from '#emulator/config/index.ts'
import { type Context, faultsOf } from '#emulator/kernel/handler.ts'
import type { Records } from '#emulator/ports/records/records.ts'
import { accounts } from '#emulator/services/accounts.ts'
import { seedChanges } from '#emulator/services/seed.ts'
import { domains } from '#emulator/services/vod/domains.ts'
import { owner } from './media.ts'

const options = resolveOptions()
const [key] = options.accessKeys

/** What the account of the bench has besides media. */
export const seeded = seedChanges(options)

/** What handlers that answer about media need, on some records. */
export function readingPorts(records: Records) {
  const owners = accounts(records)
  return {
    records,
    credentials: statelessCredentials({
      serverSecret: 'of the bench',
      keyring: configuredKeys(options.accessKeys, options.accountId),
      generation: async () => 0,
    }),
    accounts: owners,
    domains: domains(records, owners),
    domainKeys: configuredDomainKeys(options.cdnDomains, options.accountId),
    ids: randomIds(),
    clock: adjustableClock({}),
  }
}

/** What a handler is given with a call by the account of the bench. */
export const contextFor = <O extends RpcOperation>(operation: O): Context<O> => ({
  principal: { kind: 'account', accountId: owner.accountId, accessKeyId: key?.id ?? '' },
  urls: {
    region: owner.region,
    endpoint: 'http://127.0.0.1',
    objectUrl: (bucket, name) => bucket + name,
  },
  fault: faultsOf(operation, []),
  tolerates: () => false,
})
