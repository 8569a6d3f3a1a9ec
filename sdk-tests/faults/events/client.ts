import assert from 'node:assert/strict'
import type { EmulatorTarget } from '#contracts/target.ts'
import { decodeUpload } from '../../clients/decode.ts'
import { bytes } from '../../setup/bytes.ts'
import { oss, rpc, type Tick } from '../kills/exchange.ts'
import type { Dice } from '../kills/work.ts'

/** What is made: how it is asked for, and the member of the answer that names it. */
export const makings = [
  { parameters: {}, id: 'MediaId', uploaded: 'AttachedMediaUploadComplete', isProcessed: false },
  {
    parameters: {
      Action: 'CreateUploadVideo',
      BusinessType: undefined,
      FileName: 'film.mp4',
      Title: 'film',
    },
    id: 'VideoId',
    uploaded: 'FileUploadComplete',
    isProcessed: true,
  },
] as const

/** One media, the sizes of its files that were acknowledged in their order, and one that may have arrived. */
export interface Story {
  readonly making: (typeof makings)[number]
  readonly mediaId: string
  readonly sizes: number[]
  perhaps: number | undefined
}

const created = (answer: Buffer, { id }: Story['making']) => {
  const body: Readonly<Record<string, unknown>> = JSON.parse(answer.toString())
  return { mediaId: String(body[id]), key: decodeUpload(body).address.FileName }
}

/** Maximum number of files that are put, one after the other, at the address of a media. */
const maxFiles = 3

/**
 * Creates a media and uploads its file, perhaps several times, each of another size.
 *
 * @throws what tells of the death of the process
 */
export async function playStory(
  target: EmulatorTarget,
  dice: Dice,
  tick: Tick,
  stories: Story[],
): Promise<void> {
  const making = makings[dice(makings.length)] ?? makings[0]
  const answer = await rpc(target, making.parameters, tick)
  assert.equal(answer.status, 200, answer.body.toString())
  const { mediaId, key } = created(answer.body, making)
  const story: Story = { making, mediaId, sizes: [], perhaps: undefined }
  stories.push(story)
  for (let count = dice(maxFiles + 1); count > 0; count--) {
    const size = count * 1000 + dice(1000)
    story.perhaps = size
    const request = { method: 'PUT', key, body: bytes(size, dice(256)) }
    const { status, body } = await oss(target, request, tick)
    assert.equal(status, 200, body.toString())
    story.sizes.push(size)
    story.perhaps = undefined
  }
}
