import { readChunked } from './bytes.ts'

/** The head of a request that nobody can read in two ways. */
export interface Plain {
  readonly method: string
  readonly target: string
  readonly host: string
  /** Whether the connection ends after its answer. */
  readonly last: boolean
}

/** Bytes as a client sent them: requests that must be answered, and what follows them. */
export interface Framing {
  readonly requests: readonly Plain[]
  /** What follows the requests: nothing, or bytes that are not a plain request, or not a whole one. */
  readonly tail: string
}

const requestLine = /^(GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH) (\/[!-~]*) HTTP\/1\.1$/
const headerLine = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[\t ]*([\t\x20-\x7e\x80-\xff]*?)[\t ]*$/
/** They change what a request is, or may be answered by closing. */
const odd: ReadonlySet<string> = new Set([
  'upgrade',
  'expect',
  'http2-settings',
  'proxy-connection',
])
/** Far from the emulator's limits, bytes and lines. */
const maxHead = 60_000
const maxHeaders = 500
const largestBody = 900_000

function headersOf(lines: readonly string[]): ReadonlyMap<string, string> | undefined {
  const headers = new Map<string, string>()
  for (const line of lines) {
    const [, name = '', value = ''] = headerLine.exec(line) ?? []
    const key = name.toLowerCase()
    const framing = ['content-length', 'transfer-encoding', 'host', 'connection'].includes(key)
    if (key === '' || odd.has(key) || (framing && headers.has(key))) return undefined
    headers.set(key, value)
  }
  return headers
}

function bodyEnd(bytes: string, start: number, headers: ReadonlyMap<string, string>) {
  const [length, coding] = [headers.get('content-length'), headers.get('transfer-encoding')]
  if (length !== undefined && coding !== undefined) return undefined
  if (coding !== undefined) {
    const read = coding === 'chunked' ? readChunked(bytes, start) : undefined
    return typeof read === 'object' ? read.end : undefined
  }
  if (length === undefined) return start
  if (!/^\d{1,7}$/.test(length)) return undefined
  const end = start + Number(length)
  return end <= bytes.length && end - start <= largestBody ? end : undefined
}

function requestAt(bytes: string, at: number): { plain: Plain; end: number } | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n', at)
  if (headEnd < 0 || headEnd - at > maxHead) return undefined
  const [first = '', ...lines] = bytes.slice(at, headEnd).split('\r\n')
  const [, method = '', target = ''] = requestLine.exec(first) ?? []
  const headers = headersOf(lines)
  if (method === '' || lines.length > maxHeaders || !headers) return undefined
  const connection = headers.get('connection')?.toLowerCase() ?? 'keep-alive'
  if (connection !== 'keep-alive' && connection !== 'close') return undefined
  const end = bodyEnd(bytes, headEnd + 4, headers)
  if (end === undefined) return undefined
  const host = headers.get('host')?.toLowerCase() ?? ''
  return { plain: { method, target, host, last: connection === 'close' }, end }
}

/** Takes plain requests from the front, as far as they go. Nothing counts after `Connection: close`. */
export function framingOf(bytes: string): Framing {
  const requests: Plain[] = []
  let at = 0
  while (at < bytes.length) {
    const next = requestAt(bytes, at)
    if (!next) return { requests, tail: bytes.slice(at) }
    requests.push(next.plain)
    at = next.end
    if (next.plain.last) break
  }
  return { requests, tail: '' }
}
