import type { Check } from '#contracts/check.ts'

/** One request of either protocol, without its body; secrets, tokens and signatures are hidden. */
export interface LoggedRequest {
  readonly requestId: string
  /** By the emulator's clock, ISO. */
  readonly at: string
  /** `none`: what came could not be read as a request. */
  readonly protocol: 'rpc' | 'oss' | 'none'
  readonly method: string
  readonly host: string
  readonly path: string
  readonly query: string
  /** A line each. */
  readonly headers: readonly string[]
  readonly operation?: string
  /** Media that it made, asked for or uploaded. */
  readonly mediaIds: readonly string[]
  readonly status: number
  /** Of the error. */
  readonly code?: string
  readonly milliseconds: number
  /** Why it was refused, and how to mend it. */
  readonly explanation?: string
  /** What was checked, in order. */
  readonly checks: { readonly passed: readonly string[]; readonly failed?: Check }
}

/** Which requests to list; what is absent does not limit. */
export interface RequestFilter {
  /** At most this many, the newest. */
  readonly limit?: number | undefined
  readonly operation?: string | undefined
  readonly status?: number | undefined
  readonly mediaId?: string | undefined
}

/** The latest requests. */
export interface RequestLog {
  record(request: LoggedRequest): void
  /** The newest first. */
  list(filter?: RequestFilter): readonly LoggedRequest[]
  get(requestId: string): LoggedRequest | undefined
  clear(): void
}

const fits = (request: LoggedRequest, { operation, status, mediaId }: RequestFilter): boolean =>
  (operation === undefined || request.operation === operation) &&
  (status === undefined || request.status === status) &&
  (mediaId === undefined || request.mediaIds.includes(mediaId))

/** Keeps the latest `size` requests in memory, the oldest making room. */
export function requestLog(size: number): RequestLog {
  let ring: LoggedRequest[] = []
  let oldest = 0
  return {
    record(request) {
      if (ring.length < size) ring.push(request)
      else if (size > 0) {
        ring[oldest] = request
        oldest = (oldest + 1) % size
      }
    },
    list({ limit = size, ...filter } = {}) {
      const inOrder = [...ring.slice(oldest), ...ring.slice(0, oldest)]
      return inOrder
        .reverse()
        .filter((request) => fits(request, filter))
        .slice(0, limit)
    },
    get: (requestId) => ring.find((request) => request.requestId === requestId),
    clear() {
      ring = []
      oldest = 0
    },
  }
}
