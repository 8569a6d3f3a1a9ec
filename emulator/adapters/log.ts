import type { Log, LogEntry } from '../ports/log.ts'

type Write = (line: string) => void

const stackOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error)

const maxLength = 1000

// What a client sent may hold line feeds, and sequences that move the cursor.
const printable = (text: string): string =>
  text.slice(0, maxLength).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?')

function pretty(entry: LogEntry): string {
  const { method, path, status, milliseconds, operation, code, explanation } = entry
  const what = printable(operation ?? `${method} ${path}`)
  const outcome = code ? `${status} ${code}` : String(status)
  const [first = '', ...more] = explanation?.split('\n') ?? []
  const whole = more.length > 0 ? ` Whole: /_emulator/requests/${entry.requestId}` : ''
  const reason = explanation ? `\n  ${printable(first)}${whole}` : ''
  return `${what} ${outcome} ${milliseconds.toFixed(1)} ms ${entry.requestId}${reason}`
}

const silent: Log = {
  request: () => undefined,
  notice: () => undefined,
  failure: () => undefined,
}

/** The log on standard error, one line per request: as text or as JSON. */
export function log(
  form: 'pretty' | 'json' | 'silent',
  write: Write = (line) => process.stderr.write(`${line}\n`),
): Log {
  if (form === 'silent') return silent
  if (form === 'json')
    return {
      request: (entry) => write(JSON.stringify(entry)),
      notice: (text) => write(JSON.stringify({ notice: text })),
      failure: (error, requestId) => write(JSON.stringify({ requestId, failure: stackOf(error) })),
    }
  return {
    request: (entry) => write(pretty(entry)),
    notice: write,
    failure: (error, requestId) => write(`${requestId} failed:\n${stackOf(error)}`),
  }
}
