import { expect } from 'vitest'
import { popCorePost } from '../../clients/pop-core.ts'
import { needs, test } from '../../setup/fixtures.ts'

/** Maximum life of a presigned URL, seconds. */
const most = 2_592_000

test.for([
  { asked: '7', life: 7 },
  { asked: undefined, life: 3600 },
  { asked: String(most), life: most },
  { asked: '9007199254740991', life: most },
])('a URL asked for $asked seconds lives $life', async ({ asked, life }, { target, skip }) => {
  const { clock } = needs(target, 'clock', skip)
  const call = async (action: string, parameters: Readonly<Record<string, string>>) => {
    const answer = await popCorePost.call(target, action, parameters)
    return answer.ok ? answer.body : expect.unreachable(answer.code)
  }
  const { MediaId } = await call('CreateUploadAttachedMedia', { BusinessType: 'subtitle' })
  const before = (await clock.now()).getTime() / 1000

  const parameters = { MediaIds: String(MediaId), ...(asked && { AuthTimeout: asked }) }
  const { AttachedMediaList } = await call('GetAttachedMediaInfo', parameters)

  const [media] = AttachedMediaList as readonly { readonly URL: string }[]
  const expires = Number(new URL(media?.URL ?? '').searchParams.get('Expires'))
  const after = (await clock.now()).getTime() / 1000
  expect(expires).toBeGreaterThanOrEqual(Math.floor(before) + life)
  expect(expires).toBeLessThanOrEqual(after + life)
})
