import fc from 'fast-check'
import { unixSeconds } from '../../kernel/time.ts'
import type { MediaRecord } from '../../ports/records/media.ts'

export const sortTexts = [
  'CreationTime:Desc',
  'CreationTime:Asc',
  'ModificationTime:Desc',
  'ModificationTime:Asc',
] as const

export type SortText = (typeof sortTexts)[number]

export const sorting = fc.array(fc.constantFrom(...sortTexts), { maxLength: 3 })

const timeOf = (text: SortText) => (media: MediaRecord) =>
  text.startsWith('CreationTime') ? media.createdAtMs : media.modifiedAtMs

const signOf = (text: SortText) => (text.endsWith(':Desc') ? -1 : 1)

/** Ids ordered by one time to the second, by the other, and last by the exact time of the first and the id. */
export function sortedIds(
  found: readonly MediaRecord[],
  sortBy: readonly SortText[],
): readonly string[] {
  const [first = 'CreationTime:Desc', ...others] = sortBy
  const other = others.find((text) => text.slice(0, 5) !== first.slice(0, 5))
  const [of, sign] = [timeOf(first), signOf(first)]
  const byOther = (a: MediaRecord, b: MediaRecord) =>
    other ? signOf(other) * (timeOf(other)(a) - timeOf(other)(b)) : 0
  const compare = (a: MediaRecord, b: MediaRecord): number =>
    sign * (unixSeconds(of(a)) - unixSeconds(of(b))) ||
    byOther(a, b) ||
    sign * (of(a) - of(b) || (a.mediaId < b.mediaId ? -1 : 1))
  return [...found].sort(compare).map(({ mediaId }) => mediaId)
}
