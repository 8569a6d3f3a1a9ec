import assert from 'node:assert/strict'
import type { EmulatorTarget } from '#contracts/target.ts'
import { decodeUpload } from '../../clients/decode.ts'
import { bytes } from '../../setup/bytes.ts'
import { type OssRequest, oss, rpc, type Tick } from '../kills/exchange.ts'
import type { Dice } from '../kills/work.ts'

/** An event as a test names it: its type, and the media or the key that it tells of. */
export type Named = `${string} ${string}`

/** One media, what was acknowledged of it, and what else may have been done. */
export interface Story {
  readonly happened: Named[]
  /** What was on its way when the process was killed. */
  perhaps: readonly Named[]
}

const created = (answer: Buffer) => {
  const body: Readonly<Record<string, unknown>> = JSON.parse(answer.toString())
  return { mediaId: String(body.MediaId), key: decodeUpload(body).address.FileName }
}

/**
 * Creates a media, uploads its file, replaces it and removes it, or stops on the way.
 *
 * @throws what tells of the death of the process
 */
export async function playStory(
  target: EmulatorTarget,
  dice: Dice,
  tick: Tick,
  stories: Story[],
): Promise<void> {
  const answer = await rpc(target, {}, tick)
  assert.equal(answer.status, 200, answer.body.toString())
  const { mediaId, key } = created(answer.body)
  const story: Story = { happened: [`media.created ${mediaId}`], perhaps: [] }
  stories.push(story)
  const change = async (request: Omit<OssRequest, 'key'>, status: number, events: Named[]) => {
    story.perhaps = events
    const { status: found, body } = await oss(target, { ...request, key }, tick)
    assert.equal(found, status, body.toString())
    story.happened.push(...events)
    story.perhaps = []
  }
  const put = (...further: readonly Named[]) =>
    change({ method: 'PUT', body: bytes(dice(2000), dice(256)) }, 200, [
      `object.created ${key}`,
      `media.uploaded ${mediaId}`,
      ...further,
    ])
  const last = dice(4)
  if (last > 0) await put(`media.status ${mediaId}`)
  if (last > 1) await put()
  if (last > 2) await change({ method: 'DELETE' }, 204, [`object.removed ${key}`])
}
