import { ossOperations, rpcOperations } from '#contracts/index.ts'
import { vodActions } from '#contracts/vod/actions.ts'
import { adjustableClock } from '../adapters/adjustable-clock.ts'
import { wasmChecksums } from '../adapters/checksums.ts'
import { configuredDomainKeys } from '../adapters/domain-keys.ts'
import { configuredKeys } from '../adapters/keyring.ts'
import { mediaInfoProbe } from '../adapters/media-info/probe.ts'
import { randomIds } from '../adapters/random-ids.ts'
import { statelessCredentials } from '../adapters/stateless-credentials.ts'
import type { Options } from '../config/index.ts'
import { searchTime } from '../diagnosis/search-time.ts'
import { events } from '../kernel/events.ts'
import { requestLog } from '../kernel/request-log.ts'
import { nonces } from '../rpc/nonces.ts'
import { accounts } from '../services/accounts.ts'
import { generationOf } from '../services/installation.ts'
import { callbackReactions } from '../services/vod/callback-events.ts'
import { domains } from '../services/vod/domains.ts'
import { mediaReactions } from '../services/vod/media-files.ts'
import { progressReactions } from '../services/vod/upload-progress.ts'
import type { Persistence } from './persistence.ts'

/** Names under which requests can be in the log. */
const operationNames: ReadonlySet<string> = new Set([
  ...Object.keys(rpcOperations),
  ...Object.keys(ossOperations),
  ...vodActions,
])

/** The adapters behind the ports. */
export function adapters(options: Options, persistence: Persistence) {
  const { records, store, serverSecret, holder } = persistence
  const ids = randomIds()
  const ownAccounts = accounts(records)
  const clock = adjustableClock({ startMs: options.clock, frozen: options.freezeClock })
  const credentials = statelessCredentials({
    serverSecret,
    keyring: configuredKeys(options.accessKeys, options.accountId),
    generation: () => generationOf(records),
  })
  return {
    clock,
    credentials,
    records,
    store,
    holder,
    ids,
    nonces: nonces(clock, options.maxNonces),
    requests: requestLog(options.maxLoggedRequests, operationNames),
    searchTime: searchTime(),
    checksums: wasmChecksums(),
    probe: mediaInfoProbe(),
    accounts: ownAccounts,
    domains: domains(records, ownAccounts),
    domainKeys: configuredDomainKeys(options.cdnDomains, options.accountId),
    events: events([
      mediaReactions(records, options.processing),
      callbackReactions({ records, ids }),
      progressReactions,
    ]),
  }
}

export type Adapters = ReturnType<typeof adapters>
