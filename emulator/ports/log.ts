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
  /** What people should know of the emulator itself, in a sentence. */
  notice(text: string): void
  /** What was not foreseen: a fault of the emulator, with its stack. */
  failure(error: unknown, requestId: string): void
}
