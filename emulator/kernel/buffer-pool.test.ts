import { expect, test } from 'vitest'
import { acquire, adopt, release } from './buffer-pool.ts'

test('hands out a released buffer again, and never one that is in use', () => {
  const [first, second] = [acquire(), acquire()]
  release(first)
  release(first)

  const [third, fourth] = [acquire(), acquire()]

  expect(third).toBe(first)
  expect(fourth).not.toBe(first)
  expect(fourth).not.toBe(second)
})

test('leaves alone what is not its own', () => {
  const foreign = Buffer.alloc(1)

  release(foreign)

  expect(acquire()).not.toBe(foreign)
})

test('frees an adopted chunk when it is released', () => {
  const chunk = adopt(Buffer.alloc(100_000, 'x'))
  expect(chunk).toHaveLength(100_000)

  release(chunk)
  release(chunk)

  expect(chunk).toHaveLength(0)
  expect(acquire()).not.toBe(chunk)
})

test('leaves a chunk alone whose memory others share', () => {
  const whole = Buffer.alloc(100_000, 'x')
  const chunk = adopt(whole.subarray(1))

  release(chunk)

  expect(chunk).toHaveLength(99_999)
})
