import type { Change, Records } from '../../ports/records/records.ts'
import type { DueWorker } from './worker.ts'

/** When a change makes work for a worker; an event is due at any time. */
function dueAtOf(change: Change): number {
  if (change.value === undefined) return Number.POSITIVE_INFINITY
  if (change.kind === 'event') return Number.NEGATIVE_INFINITY
  return change.kind === 'dueWork' ? change.value.dueAtMs : Number.POSITIVE_INFINITY
}

/** Records that also schedule the work committed to them. */
export const schedulingRecords = (
  records: Records,
  { schedule }: Pick<DueWorker, 'schedule'>,
): Records => ({
  ...records,
  commit(changes, expected) {
    const committed = records.commit(changes, expected)
    const dueAtMs = Math.min(...changes.map(dueAtOf))
    return dueAtMs === Number.POSITIVE_INFINITY
      ? committed
      : committed.then(() => schedule(dueAtMs))
  },
})
