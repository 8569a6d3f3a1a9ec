import { describe, expect, test } from 'vitest'
import { rangeOf } from './range.ts'

const of = (first: number, last: number) => ({ first, last })

describe('a range of 1000 bytes', () => {
  test.each([
    ['bytes=0-0', of(0, 0)],
    ['bytes=0-499', of(0, 499)],
    ['bytes=500-', of(500, 999)],
    ['bytes=-1', of(999, 999)],
    ['bytes=-1000', of(0, 999)],
    ['bytes=500-2000', undefined],
    ['bytes=1000-2000', undefined],
    ['bytes=1000-', undefined],
    ['bytes=-2000', undefined],
    ['bytes=-0', undefined],
    ['bytes=5-3', undefined],
    ['byte=0-499', undefined],
    ['bytes=0-1,3-4', undefined],
    ['bytes=-', undefined],
    ['bytes=a-b', undefined],
    [undefined, undefined],
  ])('%s', (header, range) => {
    expect(rangeOf(header, 1000, false)).toEqual(range)
  })

  test.each([
    ['bytes=500-2000', of(500, 999)],
    ['bytes=-2000', of(0, 999)],
    ['bytes=0-1,3-4', undefined],
    ['bytes=5-3', undefined],
  ])('%s under the standard behaviour', (header, range) => {
    expect(rangeOf(header, 1000, true)).toEqual(range)
  })

  test.each(['bytes=1000-2000', 'bytes=1000-', 'bytes=-0'])(
    '%s is refused under the standard behaviour',
    (header) => {
      expect(() => rangeOf(header, 1000, true)).toThrow('cannot be satisfied')
    },
  )
})

describe('a range of nothing', () => {
  test.each(['bytes=0-0', 'bytes=0-', 'bytes=-1'])('%s answers the whole object', (header) => {
    expect(rangeOf(header, 0, false)).toBeUndefined()
  })
})
