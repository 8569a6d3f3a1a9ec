import type { VideoRecord } from '../../ports/records/media.ts'
import type { Records } from '../../ports/records/records.ts'
import { courseOf } from './outcomes.ts'

/** What a review has found of a video: `Init` before it, and where there is none. */
export async function auditStatusOf(
  records: Records,
  video: VideoRecord,
): Promise<'Init' | 'Normal' | 'Blocked'> {
  if (video.status === 'Blocked') return 'Blocked'
  const account = await records.get('account', video.accountId)
  const { plan } = courseOf(video, account?.value)
  return plan === 'reviewing' && video.status === 'Normal' ? 'Normal' : 'Init'
}
