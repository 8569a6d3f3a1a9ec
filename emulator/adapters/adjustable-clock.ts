import type { Clock } from '../ports/clock.ts'

export type ClockMode = 'system' | 'shifted' | 'frozen'

export interface AdjustableClock extends Clock {
  mode(): ClockMode
  /** Goes to a time; a running clock runs on from there. */
  set(atMs: number): void
  advance(seconds: number): void
  freeze(): void
  resume(): void
  /** Back to the system's time. */
  followSystem(): void
  /** Back to how the clock was made. */
  restart(): void
}

/** A clock that starts at the system's time, or at `startMs`; `frozen` keeps it there. */
export function adjustableClock(
  start: { startMs?: number | undefined; frozen?: boolean } = {},
  systemNow: () => number = Date.now,
): AdjustableClock {
  let offsetMs = 0
  let frozenAtMs: number | undefined

  const now = () => frozenAtMs ?? systemNow() + offsetMs
  const set = (atMs: number) => {
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
    if (start.startMs !== undefined) set(start.startMs)
    if (start.frozen) freeze()
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
