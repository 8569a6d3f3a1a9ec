import { expect, test } from 'vitest'
import { bodyOf, measured } from '../../testing/object-store/bodies.ts'
import { digested } from './digesting.ts'

const nothing = {
  update: () => undefined,
  digest: () => 0n,
}

/** Takes a body in whole, as a store does. */
async function taken(bytes: Buffer, announced: number): Promise<number> {
  let size = 0
  for await (const chunk of digested(measured(bodyOf(bytes), announced), nothing))
    size += chunk.length
  return size
}

test.for([
  ['shorter', 9],
  ['longer', 11],
] as const)(
  'a body that is %s than it announced is refused as IncompleteBody',
  async ([, size]) => {
    await expect(taken(Buffer.alloc(size), 10)).rejects.toMatchObject({ code: 'IncompleteBody' })
  },
)

test('a body that is as long as it announced passes, with what it announced', async () => {
  expect(await taken(Buffer.alloc(10), 10)).toBe(10)
  expect(digested(measured(bodyOf(Buffer.alloc(10)), 10), nothing).size).toBe(10)
})
