import { readChunked } from './octets.ts'

/** The head of a request that nobody can read in two ways. */
export interface Plain {
  readonly method: string
  readonly target: string
  readonly host: string
  /** Whether the connection ends behind its answer. */
  readonly last: boolean
}

/** Octets as a client sent them: requests that must be answered, and what is behind them. */
export interface Framing {
  readonly requests: readonly Plain[]
  /** What is behind the requests: nothing, or octets that are no plain request, or not a whole one. */
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
const longestHead = 60_000
const mostHeaders = 500
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

function bodyEnd(octets: string, start: number, headers: ReadonlyMap<string, string>) {
  const [length, coding] = [headers.get('content-length'), headers.get('transfer-encoding')]
  if (length !== undefined && coding !== undefined) return undefined
  if (coding !== undefined) {
    const read = coding === 'chunked' ? readChunked(octets, start) : undefined
    return typeof read === 'object' ? read.end : undefined
  }
  if (length === undefined) return start
  if (!/^\d{1,7}$/.test(length)) return undefined
  const end = start + Number(length)
  return end <= octets.length && end - start <= largestBody ? end : undefined
}

function requestAt(octets: string, at: number): { plain: Plain; end: number } | undefined {
  const headEnd = octets.indexOf('\r\n\r\n', at)
  if (headEnd < 0 || headEnd - at > longestHead) return undefined
  const [first = '', ...lines] = octets.slice(at, headEnd).split('\r\n')
  const [, method = '', target = ''] = requestLine.exec(first) ?? []
  const headers = headersOf(lines)
  if (method === '' || lines.length > mostHeaders || !headers) return undefined
  const connection = headers.get('connection')?.toLowerCase() ?? 'keep-alive'
  if (connection !== 'keep-alive' && connection !== 'close') return undefined
  const end = bodyEnd(octets, headEnd + 4, headers)
  if (end === undefined) return undefined
  const host = headers.get('host')?.toLowerCase() ?? ''
  return { plain: { method, target, host, last: connection === 'close' }, end }
}

/** Takes plain requests from the front, as far as they go. Nothing counts behind `Connection: close`. */
export function framingOf(octets: string): Framing {
  const requests: Plain[] = []
  let at = 0
  while (at < octets.length) {
    const next = requestAt(octets, at)
    if (!next) return { requests, tail: octets.slice(at) }
    requests.push(next.plain)
    at = next.end
    if (next.plain.last) break
  }
  return { requests, tail: '' }
}
