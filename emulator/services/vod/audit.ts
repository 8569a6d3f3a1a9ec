import type { VideoRecord } from '../../ports/records/media.ts'
import type { Records } from '../../ports/records/records.ts'
import { courseFor } from './outcomes.ts'

/** What a review has found of a video: `Init` before it, and where there is none. */
export async function auditStatusOf(
  records: Records,
  video: VideoRecord,
): Promise<'Init' | 'Normal' | 'Blocked'> {
  if (video.status === 'Blocked') return 'Blocked'
  const { plan } = await courseFor(records, video)
  return plan === 'reviewing' && video.status === 'Normal' ? 'Normal' : 'Init'
}
