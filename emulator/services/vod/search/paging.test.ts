import { expect, test } from 'vitest'
import { placeOf } from './paging.ts'

const after = (passed: number) => ({ passed, atMs: 7, rank: 3 })

test.each<readonly [string, Parameters<typeof placeOf>[0], object]>([
  [
    'without a token: counted from the first',
    { type: 'image', pageNo: 50, pageSize: 100, progress: undefined },
    { skip: 4900, limit: 100, end: 5000 },
  ],
  [
    'with that of the page before: counted from its end',
    { type: 'image', pageNo: 3, pageSize: 10, progress: after(20) },
    { from: after(20), skip: 3, limit: 10, end: 30 },
  ],
  [
    'with that of an earlier one: some are passed over',
    { type: 'attached', pageNo: 40, pageSize: 100, progress: after(20) },
    { from: after(20), skip: 3883, limit: 100, end: 4000 },
  ],
  [
    'with that of a later one: counted from the first',
    { type: 'video', pageNo: 2, pageSize: 10, progress: after(30) },
    { skip: 10, limit: 10, end: 20 },
  ],
  [
    'with that of a page without media: counted from the first',
    { type: 'video', pageNo: 2, pageSize: 10, progress: after(0) },
    { skip: 10, limit: 10, end: 20 },
  ],
  [
    'beyond media 5,000, the next one',
    { type: 'video', pageNo: 51, pageSize: 100, progress: after(5000) },
    { from: after(5000), skip: 3, limit: 100, end: 5100 },
  ],
  [
    'beyond media 5,000, the one after the next, 100 media ahead',
    { type: 'audio', pageNo: 102, pageSize: 50, progress: after(5000) },
    { from: after(5000), skip: 53, limit: 50, end: 5100 },
  ],
  [
    'the last one',
    { type: 'video', pageNo: 20_000, pageSize: 100, progress: after(1_999_900) },
    { from: after(1_999_900), skip: 3, limit: 100, end: 2_000_000 },
  ],
])('a page %s', (_, asked, place) => {
  expect(placeOf(asked)).toEqual(place)
})

test.each<readonly [string, Parameters<typeof placeOf>[0], RegExp]>([
  [
    'beyond media 5,000 without a token',
    { type: 'video', pageNo: 51, pageSize: 100, progress: undefined },
    /5100: beyond media 5000 it needs the ScrollToken/,
  ],
  [
    'beyond media 5,000 of images',
    { type: 'image', pageNo: 51, pageSize: 100, progress: after(5000) },
    /the last that can be asked for is 5000/,
  ],
  [
    'too far ahead',
    { type: 'audio', pageNo: 103, pageSize: 50, progress: after(5000) },
    /5150: .* at most 100 media before it ends/,
  ],
  [
    'back beyond media 5,000',
    { type: 'video', pageNo: 51, pageSize: 100, progress: after(5200) },
    /5100: .* a page that ends before it begins/,
  ],
  [
    'beyond media 2,000,000',
    { type: 'video', pageNo: 20_001, pageSize: 100, progress: after(2_000_000) },
    /the last that can be asked for is 2000000/,
  ],
])('no page %s', (_, asked, reason) => {
  expect(placeOf(asked)).toMatch(reason)
})
