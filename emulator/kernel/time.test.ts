import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { httpDate, isoSeconds, parseHttpDate, parseOssDate, parseTimestamp } from './time.ts'

const instants = fc.date({
  min: new Date('2000-01-01T00:00:00Z'),
  max: new Date('2099-12-31T23:59:59Z'),
  noInvalidDate: true,
})
const whole = (date: Date) => Math.floor(date.getTime() / 1000) * 1000

describe('times', () => {
  test('come back from the forms of the wire', () => {
    fc.assert(
      fc.property(instants, (date) => {
        const at = whole(date)
        expect(parseTimestamp(isoSeconds(at), false)).toBe(at)
        expect(parseHttpDate(httpDate(at))).toBe(at)
        expect(parseOssDate(isoSeconds(at).replace(/[-:]/g, ''))).toBe(at)
      }),
    )
  })

  test.each([
    '2026-01-01T00:00:00',
    '2026-01-01 00:00:00',
    '2026-01-01T00:00:00+08:00',
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00%3A00%3A00Z',
    '',
  ])('refuse "%s" for a timestamp', (text) => {
    expect(parseTimestamp(text, true)).toBeUndefined()
  })

  test.each(['2026-01-01T00:00:00.123Z', '2026-1-1T0:00:00Z'])(
    'take "%s" only where variants are tolerated',
    (text) => {
      expect(parseTimestamp(text, true)).toBe(Date.UTC(2026, 0, 1))
      expect(parseTimestamp(text, false)).toBeUndefined()
    },
  )
})
