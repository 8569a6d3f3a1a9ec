import { expect, test } from 'vitest'
import { giveBack, lendOnce, takeBlock } from './buffer-pool.ts'

test('lends a block again that was given back, and never one that is in use', () => {
  const [first, second] = [takeBlock(), takeBlock()]
  giveBack(first)
  giveBack(first)

  const [third, fourth] = [takeBlock(), takeBlock()]

  expect(third).toBe(first)
  expect(fourth).not.toBe(first)
  expect(fourth).not.toBe(second)
})

test('leaves alone what it did not lend', () => {
  const foreign = Buffer.alloc(1)

  giveBack(foreign)

  expect(takeBlock()).not.toBe(foreign)
})

test('frees a chunk that was lent once, when it is given back', () => {
  const chunk = lendOnce(Buffer.alloc(100_000, 'x'))
  expect(chunk).toHaveLength(100_000)

  giveBack(chunk)
  giveBack(chunk)

  expect(chunk).toHaveLength(0)
  expect(takeBlock()).not.toBe(chunk)
})

test('leaves a chunk alone whose memory others share', () => {
  const whole = Buffer.alloc(100_000, 'x')
  const chunk = lendOnce(whole.subarray(1))

  giveBack(chunk)

  expect(chunk).toHaveLength(99_999)
})
