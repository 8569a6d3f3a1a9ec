/**
 * A chunked body without extensions and trailers, and where it ends; undefined when it is not all there, `broken` when it
 * is none.
 */
export function readChunked(
  bytes: string,
  start: number,
): { readonly body: string; readonly end: number } | 'broken' | undefined {
  let body = ''
  let at = start
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', at)
    const line = bytes.slice(at, lineEnd < 0 ? undefined : lineEnd)
    if (!/^[\dA-Fa-f]{0,7}\r?$/.test(line)) return 'broken'
    if (lineEnd < 0) return undefined
    if (line === '') return 'broken'
    const size = Number.parseInt(line, 16)
    const data = lineEnd + 2
    const rest = bytes.slice(data + size, data + size + 2)
    if (!'\r\n'.startsWith(rest)) return 'broken'
    if (rest.length < 2) return undefined
    body += bytes.slice(data, data + size)
    at = data + size + 2
    if (size === 0) return { body, end: at }
  }
}

/** Bytes in a form that can be pasted into a program. Long repetitions are counted, not shown. */
export const escaped = (bytes: string): string =>
  JSON.stringify(bytes.replace(/(.)\1{99,}/gs, (run, c: string) => `${c}<×${run.length}>`)).replace(
    /[\x7f-\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
