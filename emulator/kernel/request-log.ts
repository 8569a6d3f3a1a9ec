import type { Check } from '#contracts/check.ts'
import { suggestion } from './closest-match.ts'

/** One request of a protocol, without its body; secrets, tokens and signatures are hidden. */
export interface LoggedRequest {
  readonly requestId: string
  /** By the emulator's clock, ISO 8601. */
  readonly at: string
  /** `none`: what came could not be parsed as a request. */
  readonly protocol: 'rpc' | 'oss' | 'cdn' | 'none'
  readonly method: string
  readonly host: string
  readonly path: string
  readonly query: string
  /** A line each. */
  readonly headers: readonly string[]
  readonly operation?: string
  /** Media that it created, asked for or uploaded. */
  readonly mediaIds: readonly string[]
  readonly status: number
  /** Of the error. */
  readonly code?: string
  readonly milliseconds: number
  /** Why it was refused, and how to remedy it; of one that was accepted, which tolerance it needed. */
  readonly explanation?: string
  /** What was checked, in order. */
  readonly checks: { readonly passed: readonly string[]; readonly failed?: Check }
}

/** Which requests to list; what is absent does not limit. */
export interface RequestFilter {
  /** At most this many, the newest. */
  readonly limit?: number | undefined
  /** Compared without case. */
  readonly operation?: string | undefined
  readonly status?: number | undefined
  readonly mediaId?: string | undefined
}

/** The latest requests. */
export interface RequestLog {
  record(request: LoggedRequest): void
  /**
   * The newest first.
   *
   * @throws RangeError for an operation that neither exists nor was asked for, and for a filter that does not exist
   */
  list(filter?: RequestFilter): readonly LoggedRequest[]
  get(requestId: string): LoggedRequest | undefined
  clear(): void
}

const same = (left: string | undefined, right: string): boolean =>
  left?.toLowerCase() === right.toLowerCase()

const filters: ReadonlySet<string> = new Set<keyof RequestFilter>([
  'limit',
  'operation',
  'status',
  'mediaId',
])

const fits = (request: LoggedRequest, { operation, status, mediaId }: RequestFilter): boolean =>
  (operation === undefined || same(request.operation, operation)) &&
  (status === undefined || request.status === status) &&
  (mediaId === undefined || request.mediaIds.includes(mediaId))

/** A misspelt filter would match nothing, and a test that expects nothing would pass. */
function refuseUnknown(
  filter: RequestFilter,
  operations: ReadonlySet<string>,
  requests: readonly LoggedRequest[],
): void {
  const unknown = Object.keys(filter).find((name) => !filters.has(name))
  if (unknown !== undefined)
    throw new RangeError(`${unknown}: no such filter${suggestion(unknown, filters)}`)
  const { operation } = filter
  if (operation === undefined) return
  const known = new Set([...operations, ...requests.flatMap((request) => request.operation ?? [])])
  if ([...known].some((name) => same(name, operation))) return
  throw new RangeError(
    `operation: ${JSON.stringify(operation)} is not an operation${suggestion(operation, known)}`,
  )
}

/**
 * Keeps the latest `size` requests in memory, the oldest making room.
 *
 * @param operations those that exist
 */
export function requestLog(size: number, operations: ReadonlySet<string>): RequestLog {
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
      refuseUnknown(filter, operations, ring)
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
