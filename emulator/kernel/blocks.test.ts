import { expect, test } from 'vitest'
import { giveBack, takeBlock } from './blocks.ts'

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
