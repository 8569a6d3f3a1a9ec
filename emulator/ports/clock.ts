/** Time as the emulator sees it. Both values are milliseconds since 1970. */
export interface Clock {
  /** The emulator's time: expiry, state and printed times follow it. */
  now(): number
  /** The system's time, which SDKs sign with whatever the emulator's clock shows. */
  systemNow(): number
  /** Whether the emulator's time was set, advanced or frozen. */
  isMoved(): boolean
}

export type ClockMode = 'system' | 'shifted' | 'frozen'

/** A clock that a test moves. */
export interface AdjustableClock extends Clock {
  mode(): ClockMode
  /** Moves to a time; a running clock continues from there. @throws RangeError before 1970 and after the year 9000 */
  set(atMs: number): void
  /** @throws RangeError as `set` */
  advance(seconds: number): void
  freeze(): void
  resume(): void
  /** Back to the system's time. */
  followSystem(): void
  /** Back to how the clock was made. */
  restart(): void
}
