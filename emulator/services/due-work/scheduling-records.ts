import type { Change, Records } from '../../ports/records/records.ts'
import type { DueWorker } from './worker.ts'

/** When a change makes work for a worker. */
function dueAtOf(change: Change): number {
  if (change.value === undefined) return Number.POSITIVE_INFINITY
  const isWork = change.kind === 'dueWork' || change.kind === 'delivery'
  return (isWork ? change.value.dueAtMs : undefined) ?? Number.POSITIVE_INFINITY
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
