import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { rpcOperations } from '#contracts/index.ts'
import type { Input } from '#contracts/operation.ts'
import { memoryRecords } from '../../adapters/memory/records.ts'
import { sqliteRecords } from '../../adapters/sqlite/records.ts'
import type { MediaRecord } from '../../ports/records/media.ts'
import type { Change, Records } from '../../ports/records/records.ts'
import { accounts } from '../../services/accounts.ts'
import { seedChanges } from '../../services/seed.ts'
import { searchMedia } from '../../services/vod/search.ts'
import { handlerContext } from '../handler-context.ts'
import { accountId } from '../keyring.ts'
import { servicePorts } from '../service-ports.ts'
import { region } from './media.ts'

/** Records of each kind of adapter that needs no server, until the end of the test file. */
export async function recordsToSearch() {
  const folder = await mkdtemp(join(tmpdir(), 'search-'))
  const onSqlite = sqliteRecords({ file: join(folder, 'records.db') })
  afterAll(async () => {
    await onSqlite.close()
    await rm(folder, { recursive: true })
  })
  return { inMemory: memoryRecords(), onSqlite }
}

const account = { accountId, region, bucket: 'outin', accessKeys: [], cdnDomains: [] }

export const asChanges = (media: readonly MediaRecord[]): readonly Change[] =>
  media.map((value) => ({ kind: 'media', key: value.mediaId, value }))

/** Replaces everything by an account and some media. */
export const fill = (records: Records, media: readonly MediaRecord[]): Promise<void> =>
  records.clear([...seedChanges(account), ...asChanges(media)])

/** SearchMedia on some records, as the account of the tests calls it. */
export function searchOn(records: Records) {
  const handle = searchMedia({
    ...servicePorts(records),
    accounts: accounts(records),
    domains: { forStorage: async () => undefined },
    domainKeys: { of: () => undefined },
  })
  return (input: Input<typeof rpcOperations.SearchMedia>) =>
    handle(input, handlerContext(rpcOperations.SearchMedia))
}
