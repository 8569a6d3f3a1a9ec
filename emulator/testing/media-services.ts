import { memoryObjectStore } from '../adapters/memory/object-store.ts'
import type { Records } from '../ports/records/records.ts'
import { accounts } from '../services/accounts.ts'
import { multipart } from '../services/oss/multipart.ts'
import { objects } from '../services/oss/objects.ts'
import { domains } from '../services/vod/domains.ts'
import { servicePorts } from './service-ports.ts'

/** What handlers of media are given, over bytes in memory. */
export function mediaPorts(records: Records) {
  const ofAccounts = accounts(records)
  const shared = {
    ...servicePorts(records),
    store: memoryObjectStore(),
    accounts: ofAccounts,
    domains: domains(records, ofAccounts),
    domainKeys: { of: () => undefined },
  }
  return { ...shared, objects: objects(shared), multipart: multipart(shared) }
}
