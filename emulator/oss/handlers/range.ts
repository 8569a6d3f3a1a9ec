import { ossError } from '../../kernel/oss-errors.ts'
import type { ByteRange } from '../../ports/object-store.ts'

const single = /^bytes=(\d*)-(\d*)$/

/** `a-b`, `a-` or `-n` as numbers; undefined for any other form, several ranges among them. */
function parse(header: string): { first?: number; last?: number; suffix?: number } | undefined {
  const [, from = '', to = ''] = single.exec(header.trim()) ?? []
  if (from === '' && to === '') return undefined
  if (from === '') return { suffix: Number(to) }
  return { first: Number(from), ...(to !== '' && { last: Number(to) }) }
}

const invalid = (header: string, size: number) =>
  ossError('InvalidRange', { ActualObjectSize: String(size), RangeRequested: header })

/**
 * The range to answer, or undefined for the whole object. Unlike RFC 9110, OSS answers the whole object to a range that
 * does not lie wholly inside it; with `x-oss-range-behavior: standard` it cuts the range off, or refuses it.
 *
 * @throws ApiError InvalidRange, under the standard behaviour only
 */
export function rangeOf(
  header: string | undefined,
  size: number,
  standard: boolean,
): ByteRange | undefined {
  const parsed = header === undefined ? undefined : parse(header)
  if (!parsed || header === undefined) return undefined
  const { first, last = size - 1, suffix } = parsed
  if (first === undefined) {
    const length = suffix ?? 0
    if (length >= 1 && length <= size) return { first: size - length, last: size - 1 }
    if (!standard) return undefined
    if (length === 0 || size === 0) throw invalid(header, size)
    return { first: 0, last: size - 1 }
  }
  if (first <= last && last < size) return { first, last }
  if (!standard) return undefined
  if (first >= size) throw invalid(header, size)
  return first <= last ? { first, last: size - 1 } : undefined
}
