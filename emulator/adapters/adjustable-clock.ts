import type { AdjustableClock } from '../ports/clock.ts'

/** Times beyond these cannot be written in the wire formats. */
const [earliestMs, latestMs] = [0, Date.UTC(9000, 0, 1)]

/** A clock that starts at the system's time, or at `startMs`; `frozen` keeps it there. */
export function adjustableClock(
  start: { startMs?: number | undefined; frozen?: boolean } = {},
  systemNow: () => number = Date.now,
): AdjustableClock {
  let offsetMs = 0
  let frozenAtMs: number | undefined

  const now = () => frozenAtMs ?? systemNow() + offsetMs
  const set = (atMs: number) => {
    if (!(atMs >= earliestMs && atMs <= latestMs))
      throw new RangeError('The clock can be set to times from 1970 to the year 9000.')
    if (frozenAtMs !== undefined) frozenAtMs = atMs
    offsetMs = atMs - systemNow()
  }
  const followSystem = () => {
    offsetMs = 0
    frozenAtMs = undefined
  }
  const freeze = () => {
    frozenAtMs ??= now()
  }
  const restart = () => {
    followSystem()
    // First: it must stand exactly where it is set.
    if (start.frozen) freeze()
    if (start.startMs !== undefined) set(start.startMs)
  }
  restart()

  return {
    now,
    systemNow,
    isMoved: () => frozenAtMs !== undefined || offsetMs !== 0,
    mode: () => (frozenAtMs !== undefined ? 'frozen' : offsetMs !== 0 ? 'shifted' : 'system'),
    set,
    advance: (seconds) => set(now() + seconds * 1000),
    freeze,
    resume: () => {
      if (frozenAtMs !== undefined) offsetMs = frozenAtMs - systemNow()
      frozenAtMs = undefined
    },
    followSystem,
    restart,
  }
}
