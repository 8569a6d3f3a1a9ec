import { readChunked } from './bytes.ts'

/** One answer of HTTP/1.1 as it came over the wire. */
export interface Answer {
  readonly status: number
  /** By names in lower case. */
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
}

/** What came over one connection: whole answers, then an unfinished one or nothing. */
export interface Received {
  readonly answers: readonly Answer[]
  readonly unfinished: boolean
}

/** Bytes that no server may send. */
export class NoHttp extends Error {
  override readonly name = 'NoHttp'
}

const begin = 'HTTP/1.1 '
const statusLine = /^HTTP\/1\.1 ([1-5]\d\d) [\t\x20-\x7e]*$/
const headerLine = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+): ?([\t\x20-\x7e\x80-\xff]*)$/
const repeatable: ReadonlySet<string> = new Set(['vary', 'set-cookie'])

function headersOf(lines: readonly string[]): ReadonlyMap<string, string> {
  const headers = new Map<string, string>()
  for (const line of lines) {
    const [, name = '', value = ''] = headerLine.exec(line) ?? []
    const key = name.toLowerCase()
    if (key === '') throw new NoHttp(`no header: ${line}`)
    if (headers.has(key) && !repeatable.has(key)) throw new NoHttp(`the header ${key} twice`)
    headers.set(key, value)
  }
  return headers
}

/** The body that begins at an offset, and where it ends; undefined while it is not all there. */
function bodyAt(
  bytes: string,
  start: number,
  { status, headers }: Omit<Answer, 'body'>,
  closed: boolean,
): { readonly body: string; readonly end: number } | undefined {
  const [length, coding] = [headers.get('content-length'), headers.get('transfer-encoding')]
  if (length !== undefined && coding !== undefined) throw new NoHttp('a length and a coding')
  if (status < 200 || status === 204 || status === 304) return { body: '', end: start }
  if (coding !== undefined) {
    if (coding !== 'chunked') throw new NoHttp(`the coding ${coding}`)
    const read = readChunked(bytes, start)
    if (read === 'broken') throw new NoHttp('broken chunks')
    return read
  }
  if (length === undefined)
    return closed ? { body: bytes.slice(start), end: bytes.length } : undefined
  if (!/^\d+$/.test(length)) throw new NoHttp(`the length ${length}`)
  const end = start + Number(length)
  return end <= bytes.length ? { body: bytes.slice(start, end), end } : undefined
}

/**
 * Reads answers strictly.
 *
 * @param methods of the requests in their order; HEAD has no body, `undefined` may be HEAD
 * @param closed whether nothing more will come
 * @throws NoHttp for bytes that are not an answer
 */
export function readAnswers(
  bytes: string,
  methods: (index: number) => string | undefined,
  closed: boolean,
): Received {
  const answers: Answer[] = []
  let at = 0
  while (at < bytes.length) {
    const headEnd = bytes.indexOf('\r\n\r\n', at)
    if (!begin.startsWith(bytes.slice(at, at + begin.length)))
      throw new NoHttp(`no answer begins with ${JSON.stringify(bytes.slice(at, at + 80))}`)
    if (headEnd < 0) return { answers, unfinished: true }
    const [first = '', ...lines] = bytes.slice(at, headEnd).split('\r\n')
    const status = Number(statusLine.exec(first)?.[1])
    if (!status) throw new NoHttp(`the status line ${first}`)
    const head = { status, headers: headersOf(lines) }
    const start = headEnd + 4
    const method = methods(answers.length)
    const bodiless =
      method === 'HEAD' ||
      (method === undefined && (start === bytes.length || bytes.startsWith(begin, start)))
    const read = bodiless ? { body: '', end: start } : bodyAt(bytes, start, head, closed)
    if (!read) return { answers, unfinished: true }
    at = read.end
    if (status >= 200) answers.push({ ...head, body: read.body })
  }
  return { answers, unfinished: false }
}
