import type { Face } from './faces.ts'
import type { Answer, Message } from './kernel/message.ts'
import { headerLines, hideInQuery } from './kernel/redaction.ts'
import type { RequestLog } from './kernel/request-log.ts'
import { isoMilliseconds } from './kernel/time.ts'
import type { Clock } from './ports/clock.ts'
import type { Log } from './ports/log.ts'

/** Longest text that is kept of a query or header, characters. */
const longestText = 4096

const cut = (text: string): string =>
  text.length > longestText ? `${text.slice(0, longestText)}…` : text

export interface LoggingPorts {
  readonly log: Log
  readonly requests: RequestLog
  readonly clock: Clock
  /** Takes the secrets of the account, and tokens, out of a text. */
  readonly hide: (text: string) => string
}

/** Tells the log, and keeps in the log of requests, what was asked and answered: without bodies and without secrets. */
export function logRequest(
  { log, requests, clock, hide }: LoggingPorts,
  message: Message,
  face: Exclude<Face, 'control' | 'console'>,
  { status, summary }: Answer,
  milliseconds: number,
): void {
  const { requestId, operation, code, explanation, mediaIds = [], passed = [], failed } = summary
  const { method, host } = message
  const [path = '', query = '', ...headers] = hiddenLines(message, hide)
  const outcome = { requestId, status, milliseconds, ...(code && { code, explanation }) }
  log.request({ ...outcome, method, path, operation })
  requests.record({
    ...outcome,
    at: isoMilliseconds(clock.now()),
    face,
    method,
    host: cut(host),
    path,
    query,
    headers,
    ...(operation && { operation }),
    mediaIds,
    checks: { passed, ...(failed && { failed }) },
  })
}

/** Path, query and headers; taken together, because secrets are sought once. */
const hiddenLines = (
  { path, query, headers }: Message,
  hide: LoggingPorts['hide'],
): readonly string[] =>
  hide([path, hideInQuery(query), ...headerLines(headers)].map(cut).join('\n')).split('\n')
