import { expect, test } from 'vitest'
import { epochs } from './epochs.ts'

test('an epoch that was not ended still runs', () => {
  const isSame = epochs().current()

  expect(isSame()).toBe(true)
})

test('what began before, within or across a reset is not of the epoch behind it', async () => {
  const { between, current } = epochs()
  const before = current()
  let within = () => true

  await between(async () => {
    within = current()
    expect([before(), within()]).toEqual([false, false])
  })

  expect([before(), within(), current()()]).toEqual([false, false, true])
})

test('a reset that fails leaves an epoch that runs', async () => {
  const { between, current } = epochs()

  await expect(between(() => Promise.reject(new Error('full')))).rejects.toThrow('full')

  expect(current()()).toBe(true)
})
