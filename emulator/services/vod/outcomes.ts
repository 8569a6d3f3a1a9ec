import type { Plan } from '#contracts/vod/states/index.ts'
import { noTranscoding } from '#contracts/vod/template-groups.ts'
import type { AccountRecord, TemplateGroup } from '../../ports/records/accounts.ts'
import type { MediaRecord } from '../../ports/records/media.ts'
import type { Records } from '../../ports/records/records.ts'
import { type Outcome, outcomeIn } from './user-data.ts'

/** How a media is processed. */
export interface Course {
  readonly plan: Plan
  readonly group?: TemplateGroup | undefined
  /** What was asked for; undefined: success. */
  readonly outcome?: Outcome | undefined
}

const groupIdOf = (media: MediaRecord): string | undefined =>
  media.kind === 'video' && media.workflowId === undefined ? media.templateGroupId : undefined

function planOf(
  groupId: string | undefined,
  group: TemplateGroup | undefined,
  outcome: Course['outcome'],
): Plan {
  if (outcome === 'Blocked' || group?.isReviewed) return 'reviewing'
  if (outcome === 'TranscodeFail' || group) return 'transcoding'
  return groupId === noTranscoding ? 'storing' : 'analysing'
}

/** How a media is processed: as its template group asks for, and as its UserData or a rule of its account wants it to end. */
export function courseOf(media: MediaRecord, account: AccountRecord | undefined): Course {
  const groupId = groupIdOf(media)
  const group = account?.templateGroups.find((one) => one.templateGroupId === groupId)
  const rule = account?.outcomes.find(({ title }) => media.title?.includes(title))
  const outcome = outcomeIn(media.userData) ?? rule?.outcome
  return { plan: planOf(groupId, group, outcome), group, outcome }
}

/** How a media is processed, by the account as it is now. */
export const courseFor = async (records: Records, media: MediaRecord): Promise<Course> =>
  courseOf(media, (await records.get('account', media.accountId))?.value)
