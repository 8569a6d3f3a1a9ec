import { expect } from 'vitest'
import { rpcOperations } from '#contracts/index.ts'
import type { PerRaisedError, RpcOperation } from '#contracts/operation.ts'
import { raisedErrors } from '#contracts/raised-errors.ts'
import { popCorePost } from '../clients/pop-core.ts'
import { test } from '../setup/fixtures.ts'
import type { Story } from './story.ts'
import { applicationStories } from './vod/stories/applications.ts'
import { callbackStories } from './vod/stories/callbacks.ts'
import { categoryStories } from './vod/stories/categories.ts'
import { creationStories } from './vod/stories/creation.ts'
import { imageStories } from './vod/stories/image-infos.ts'
import { playStories } from './vod/stories/play.ts'
import { searchStories } from './vod/stories/search.ts'
import { uploadStories } from './vod/stories/uploads.ts'
import { videoStories } from './vod/stories/videos.ts'
import { watermarkStories } from './vod/stories/watermarks.ts'

/** A story for each error that a handler raises; the compiler asks for one as soon as a contract says when it comes. */
const stories: PerRaisedError<typeof rpcOperations, Story> = {
  ...creationStories,
  ...applicationStories,
  ...callbackStories,
  ...categoryStories,
  ...watermarkStories,
  ...uploadStories,
  ...imageStories,
  ...searchStories,
  ...videoStories,
  ...playStories,
}

const storyOf = (operation: string, code: string): Story | undefined =>
  (stories as Readonly<Record<string, Readonly<Record<string, Story>>>>)[operation]?.[code]

const operations: readonly RpcOperation[] = Object.values(rpcOperations)
const raised = raisedErrors(operations)

test('every error that a handler raises has its story', () => {
  const missing = raised.filter(({ operation, code }) => !storyOf(operation, code))

  expect(missing.map(({ operation, code }) => `${operation} answers ${code}`)).toEqual([])
})

test.for(raised)('$operation answers $code', async ({ operation, code, error }, { target }) => {
  const call = (action: string, parameters: Readonly<Record<string, string>>) =>
    popCorePost.call(target, action, parameters)
  const answer = await storyOf(operation, code)?.(call, target)

  expect(answer).toMatchObject({ ok: false, code, status: error.status })
  for (const piece of error.message.split(/\{\w+\}/))
    expect(answer).toHaveProperty('message', expect.stringContaining(piece))
})
