import { expect, test } from 'vitest'
import { MadeUp } from '#contracts/testing/made-up.ts'
import { ApiError } from './api-error.ts'
import { declaredError, faultsOf, raisingDeclared } from './handler.ts'

const handled = (error: Error) => raisingDeclared(MadeUp, () => Promise.reject(error))

test('a handler raises what its contract declares', async () => {
  const fault = faultsOf(MadeUp, [])('Unknown', { parameter: 'VideoId' })

  expect(fault).toMatchObject({ code: 'Unknown', status: 404, message: 'There is no VideoId.' })
  await expect(handled(fault)).rejects.toBe(fault)
})

test('what a handler raises says when it comes, and what was checked before', () => {
  const { details } = faultsOf(MadeUp, ['signature'])('Unknown', { parameter: 'VideoId' })

  expect(details).toMatchObject({
    found: MadeUp.errors.Unknown.when,
    remedy: MadeUp.errors.Unknown.remedy,
    check: { name: 'MadeUp Unknown', refuses: 'Unknown', rule: '', page: MadeUp.see },
    passed: ['signature'],
  })
})

test.each([
  ['an error that is not in its contract', new ApiError('Elsewhere', 400, 'No.')],
  ['an error that only the constraint order answers', declaredError(MadeUp, 'Invalid')],
])('a handler that raises %s is at fault itself', async (_, error) => {
  await expect(handled(error)).rejects.toThrow(
    `The handler of MadeUp raised ${error.code}, but its contract does not say when that comes.`,
  )
})

test('what is no answer at all passes as it is', async () => {
  const failure = new Error('The disk is full.')

  await expect(handled(failure)).rejects.toBe(failure)
})
