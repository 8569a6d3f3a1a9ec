import type { OssClient } from '../../clients/ali-oss.ts'
import { bytes } from '../../setup/bytes.ts'
import { type Dice, diceOf, turns } from '../kills/work.ts'
import { clientOf, type Place } from './place.ts'

const uploads = 1000
const workers = 8
const keysOfWorker = 20
const partSize = 100 * 1024
const maxTries = 10

/** What clients know at the end. */
interface Outcome {
  /** What was acknowledged last, by key. */
  readonly acknowledged: ReadonlyMap<string, Buffer>
  /** Requests that were answered with a failure. */
  readonly failures: number
}

/** Kills MinIO and starts it again, each time at a random moment of the uploads. */
function killer({ minio }: Place, kills: number, dice: Dice) {
  const moments = new Set<number>()
  while (moments.size < kills) moments.add(20 + dice(uploads - 40))
  let outage = Promise.resolve()
  const strike = async () => {
    await turns(dice(60))
    await minio.restart()
  }
  return {
    /** Tells how many uploads have begun. */
    begun(count: number) {
      if (moments.has(count)) outage = outage.then(strike)
    },
    over: () => outage,
  }
}

function upload(client: OssClient, key: string, file: Buffer): Promise<unknown> {
  const isLarge = file.length > 2 * partSize
  return isLarge ? client.multipartUpload(key, file, { partSize }) : client.put(key, file)
}

/** A thousand uploads of several clients, new and over others, each repeated when MinIO is back until it succeeds. */
export async function thousandUploads(place: Place, kills: number): Promise<Outcome> {
  const dice = diceOf(0)
  const acknowledged = new Map<string, Buffer>()
  const { begun, over } = killer(place, kills, dice)
  let count = 0
  let failures = 0
  const untilAcknowledged = async (client: OssClient, key: string, file: Buffer) => {
    for (let tries = 1; ; tries++) {
      try {
        return await upload(client, key, file)
      } catch (error) {
        failures += 1
        const { code } = error as { readonly code?: unknown }
        if (code !== 'ServiceUnavailable' || tries === maxTries) throw error
        await over()
      }
    }
  }
  const worker = async (_: unknown, which: number) => {
    const client = clientOf(place)
    while (count < uploads) {
      begun(++count)
      const key = `worker-${which}/${dice(keysOfWorker)}`
      const size = dice(20) === 0 ? dice(4 * partSize) : dice(20_000)
      const file = bytes(size, dice(256))
      await untilAcknowledged(client, key, file)
      acknowledged.set(key, file)
    }
  }
  await Promise.all(Array.from({ length: workers }, worker))
  await over()
  return { acknowledged, failures }
}
