/** One line of the log, already free of secrets. */
export interface LogEntry {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly milliseconds: number
  readonly requestId: string
  readonly operation?: string | undefined
  readonly code?: string | undefined
  readonly explanation?: string | undefined
}

export interface Log {
  request(entry: LogEntry): void
  /** A notice about the emulator itself, one sentence. */
  notice(text: string): void
  /** An unexpected error: a fault of the emulator, with its stack. */
  failure(error: unknown, requestId: string): void
}
