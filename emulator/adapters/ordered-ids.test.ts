import fc from 'fast-check'
import { expect, test } from 'vitest'
import { orderedIds } from './ordered-ids.ts'

test('ids are UUIDs of version 7, each greater than those before, wherever the system clock goes', () => {
  // Up to the digits of the time that change when a counter is full.
  const times = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: -5000, max: 5000 })), {
    minLength: 2,
  })

  fc.assert(
    fc.property(times, (steps) => {
      let nowMs = Date.UTC(2026, 0, 1)
      const next = orderedIds(() => nowMs)
      let last = ''
      for (const step of steps) {
        nowMs += step
        const id = next()
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
        expect(id > last).toBe(true)
        last = id
      }
    }),
  )
})

test('ids stay in order when more are made than one millisecond has room for', () => {
  const next = orderedIds(() => 0xffff)
  const made = Array.from({ length: 10_000 }, next)

  expect(made.toSorted()).toEqual(made)
  expect(new Set(made).size).toBe(made.length)
})
