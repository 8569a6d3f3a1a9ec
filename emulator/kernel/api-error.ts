import type { Check } from '#contracts/check.ts'
import type { Evidence } from '#contracts/schema.ts'
import type { Hide } from './secrets.ts'

/** What was found, or a function that finds it when the answer is made; `hide` removes secrets from texts. */
export type DeferredText = string | ((hide: Hide) => Promise<string>)

/** What accompanies an error besides code, status and message. */
export interface ErrorDetails {
  /** What was found, and its measure, never inside fields that SDKs compare; a function where it is expensive. */
  readonly found?: DeferredText | undefined
  /** How to remedy it. */
  readonly remedy?: string
  readonly evidence?: Evidence
  /** The check that was not passed, and the names of those that were. */
  readonly check?: Check
  readonly passed?: readonly string[]
  /** Further elements of the answer, in order (OSS). */
  readonly elements?: Readonly<Record<string, string>>
  /** The service's own number of the cause (OSS). */
  readonly ec?: string
  /** An object beside the message, on permission errors. */
  readonly accessDeniedDetail?: Readonly<Record<string, string>> | undefined
}

/** The one error of both protocols: thrown anywhere in a pipeline, turned into an answer at its end. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: string
  readonly status: number
  readonly details: ErrorDetails

  constructor(code: string, status: number, message: string, details: ErrorDetails = {}) {
    // It becomes an answer, and nobody reads its stack, which would cost a tenth of a refusal.
    const { stackTraceLimit } = Error
    Error.stackTraceLimit = 0
    super(message)
    Error.stackTraceLimit = stackTraceLimit
    this.code = code
    this.status = status
    this.details = details
  }
}
