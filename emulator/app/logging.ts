import type { OnRefused } from '../hosts/http-refusals.ts'
import type { Answer, Message } from '../kernel/message.ts'
import type { Redaction } from '../kernel/redaction.ts'
import type { RequestLog } from '../kernel/request-log.ts'
import { isoMilliseconds } from '../kernel/time.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Protocol } from './protocol-of.ts'

export interface LoggingPorts {
  readonly log: Log
  readonly requests: RequestLog
  readonly clock: Clock
  readonly redaction: Redaction
}

/** Writes each request and its answer to the log, and keeps them in the request log: without bodies and secrets. */
export function logRequest(
  { log, requests, clock, redaction }: LoggingPorts,
  message: Message,
  protocol: Exclude<Protocol, 'control' | 'console'>,
  { status, summary }: Answer,
  milliseconds: number,
): void {
  const { requestId, operation, code, explanation, mediaIds = [], passed = [], failed } = summary
  const { method } = message
  const { host, path, query, headers } = redaction.request(message)
  const reasons = { ...(code && { code }), ...(explanation && { explanation }) }
  const outcome = { requestId, status, milliseconds, ...reasons }
  log.request({ ...outcome, method, path, operation: operation || undefined })
  requests.record({
    ...outcome,
    at: isoMilliseconds(clock.now()),
    protocol,
    method,
    host,
    path,
    query,
    headers,
    ...(operation && { operation }),
    mediaIds,
    checks: { passed, ...(failed && { failed }) },
  })
}

/** The same for what was refused before a request could be read. */
export const onRefused =
  ({ log, requests, clock }: LoggingPorts): OnRefused =>
  ({ requestId, status, code, explanation }) => {
    const outcome = { requestId, status, milliseconds: 0, ...(code && { code, explanation }) }
    log.request({ ...outcome, method: '-', path: '-' })
    requests.record({
      ...outcome,
      at: isoMilliseconds(clock.now()),
      protocol: 'none',
      method: '',
      host: '',
      path: '',
      query: '',
      headers: [],
      mediaIds: [],
      checks: { passed: [] },
    })
  }
