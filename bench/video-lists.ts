import { join } from 'node:path'
import { rpcOperations } from '#contracts/index.ts'
import type { Input } from '#contracts/operation.ts'
import { resolveOptions } from '#emulator/config/index.ts'
import { getList } from '#emulator/services/vod/videos.ts'
import { contextFor, readingPorts, seeded } from './handlers.ts'
import { categoryOfEveryTenth, videoCreation } from './media.ts'
import { bySize, type Reading } from './sizes.ts'
import type { Row } from './table.ts'

type ListInput = Input<typeof rpcOperations.GetVideoList>

const { bucket, region } = resolveOptions()
const StorageLocation = `${bucket}.oss-${region}.aliyuncs.com`

const lists: Readonly<Record<string, ListInput>> = {
  'the first page': {},
  // Of the fewest videos it is the last.
  'the tenth page': { PageNo: 10 },
  'by category, state and storage': {
    CateId: categoryOfEveryTenth,
    Status: ['Normal'],
    StorageLocation,
    PageSize: 20,
  },
  'by two states': { Status: ['Uploading', 'Normal'] },
}

/** Lists many times, for one list takes less than can be measured. */
const often =
  (input: ListInput): Reading =>
  async (records) => {
    const list = getList(readingPorts(records))
    const context = contextFor(rpcOperations.GetVideoList)
    const PageSize = input.PageSize ?? 100
    for (let i = 0; i < 20; i++) {
      const { VideoList } = await list({ ...input, PageSize }, context)
      if (VideoList.length !== PageSize) throw new Error(`${VideoList.length} in a page`)
    }
    return 20
  }

const readings = Object.fromEntries(
  Object.entries(lists).map(([name, input]) => [`GetVideoList, ${name}`, often(input)]),
)

/** What a page of GetVideoList costs, by how many videos there are. */
export const videoLists = (folder: string): Promise<readonly Row[]> =>
  bySize(
    join(folder, 'video-lists'),
    readings,
    { what: 'among', ratio: 3 },
    { first: seeded, create: videoCreation },
  )
