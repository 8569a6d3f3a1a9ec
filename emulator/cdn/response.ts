import { cdnErrors } from '#contracts/cdn/errors.ts'
import type { ApiError } from '../kernel/api-error.ts'
import { explain, explanationHeader, explanationText } from '../kernel/explanation.ts'
import type { Answer, Summary } from '../kernel/message.ts'
import type { Hide } from '../kernel/secrets.ts'
import { httpDate } from '../kernel/time.ts'

/** The parts of a request that every answer repeats. */
export interface Envelope {
  readonly requestId: string
  readonly systemNowMs: number
}

/** What every answer of a CDN node has. */
export const nodeHeaders = ({ requestId, systemNowMs }: Envelope): Record<string, string> => ({
  server: 'Tengine',
  date: httpDate(systemNowMs),
  eagleid: requestId,
})

const exposed = 'EagleId, X-Tengine-Error, x-vod-emulator-explanation'

const reasons: Readonly<Record<number, string>> = {
  403: '403 Forbidden',
  404: '404 Not Found',
  405: '405 Not Allowed',
  500: '500 Internal Server Error',
  503: '503 Service Temporarily Unavailable',
}

const page = (status: number): string => {
  const title = reasons[status] ?? String(status)
  return `<html>\n<head><title>${title}</title></head>\n<body>\n<center><h1>${title}</h1></center>\n<hr><center>Tengine</center>\n</body>\n</html>\n`
}

const tengineError = ({ message }: ApiError): Record<string, string> =>
  message.startsWith('denied by req auth') ? { 'x-tengine-error': message } : {}

/** A refusal of the node itself: a short page, and its reason in headers. */
export async function respondError(
  error: ApiError,
  envelope: Envelope,
  hide: Hide,
): Promise<Answer> {
  const { status, code, details } = error
  const explanation = await explain(details, hide)
  const body = page(status)
  const summary: Summary = {
    requestId: envelope.requestId,
    code,
    explanation: explanationText(explanation),
    passed: details.passed ?? [],
    failed: details.check,
  }
  return {
    status,
    headers: {
      ...nodeHeaders(envelope),
      'content-type': 'text/html',
      'content-length': String(Buffer.byteLength(body)),
      'access-control-allow-origin': '*',
      'access-control-expose-headers': exposed,
      ...(status === cdnErrors.MethodNotAllowed.status && { allow: 'GET, HEAD' }),
      ...tengineError(error),
      ...explanationHeader(explanation),
    },
    body,
    summary,
  }
}
