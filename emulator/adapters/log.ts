import type { Log, LogEntry } from '../ports/log.ts'

type Write = (line: string) => void

const stackOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error)

// A query may carry a signature, a path control characters that would move the cursor.
const printable = (path: string): string => path.replace(/[^!-~]/g, '?')

function pretty(entry: LogEntry): string {
  const { method, path, status, milliseconds, operation, code, explanation } = entry
  const what = operation ?? `${method} ${printable(path)}`
  const outcome = code ? `${status} ${code}` : String(status)
  const reason = explanation ? `\n  ${explanation}` : ''
  return `${what} ${outcome} ${milliseconds.toFixed(1)} ms ${entry.requestId}${reason}`
}

const silent: Log = { request: () => undefined, failure: () => undefined }

/** The log on standard error, a line a request: for people, or as JSON. */
export function log(
  form: 'pretty' | 'json' | 'silent',
  write: Write = (line) => process.stderr.write(`${line}\n`),
): Log {
  if (form === 'silent') return silent
  if (form === 'json')
    return {
      request: (entry) => write(JSON.stringify(entry)),
      failure: (error, requestId) => write(JSON.stringify({ requestId, failure: stackOf(error) })),
    }
  return {
    request: (entry) => write(pretty(entry)),
    failure: (error, requestId) => write(`${requestId} failed:\n${stackOf(error)}`),
  }
}
