import type { AccountSamples, AccountView } from './derive/constraints/constraint.ts'
import { exampleAccount } from './vod/example-account.ts'
import { noTranscoding } from './vod/template-groups.ts'

const { categories, appId, masked } = exampleAccount
const cateIds = categories.map(({ cateId }) => String(cateId))

/** Values that an account knows from its start. */
export const samples: AccountSamples = {
  category: [...cateIds, ...cateIds.map((id) => `0${id}`)],
  storage: [masked.storageLocation],
  application: [appId, masked.appId],
  templateGroup: [noTranscoding],
}

/** An account as it is at its start. */
export const newAccount: AccountView = {
  knows: (kind, value) => samples[kind].includes(value),
}
