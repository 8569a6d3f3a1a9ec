/** Time as the emulator sees it. Both values are milliseconds since 1970. */
export interface Clock {
  /** The emulator's time: expiry, state and printed times follow it. */
  now(): number
  /** The system's time, with which SDKs sign whatever the emulator's clock shows. */
  systemNow(): number
  /** Whether the emulator's time was set, advanced or frozen. */
  isMoved(): boolean
}
