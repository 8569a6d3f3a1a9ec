import type { Input } from '#contracts/operation.ts'
import type * as contract from '#contracts/vod/video-changes.ts'
import type { Handler, Handlers } from '../../kernel/handler.ts'
import { known } from '../../kernel/known.ts'
import type { VideoRecord } from '../../ports/records/media.ts'
import { type MediaChanges, removeFile, removeMedia, updateMedia } from './media.ts'
import { namedIds, unusedNames, videoIdOf } from './named-videos.ts'
import { coverAt } from './placeholder-cover.ts'
import type { VodPorts } from './vod-ports.ts'

type Item = Input<typeof contract.UpdateVideoInfos>['UpdateContent'][number]
type ChangeInput = Omit<Input<typeof contract.UpdateVideoInfo>, 'VideoId' | 'ReferenceId'>

const changesOf = ({
  Title,
  Description,
  Tags,
  CateId,
  CoverURL,
  UserData,
}: ChangeInput): MediaChanges =>
  known({
    title: Title,
    description: Description,
    tags: Tags,
    cateIds: CateId === undefined ? undefined : [CateId],
    coverUrl: CoverURL,
    userData: UserData,
  })

const updateOne =
  (ports: VodPorts): Handler<typeof contract.UpdateVideoInfo> =>
  async (input, { urls, principal, fault }) => {
    const account = ports.accounts.of(principal.accountId, urls.region)
    const videoId = await videoIdOf(ports.records, account, input)
    if (videoId === undefined) throw fault('InvalidVideo.NotFound')
    const changes = new Map([[videoId, changesOf(input)]])
    const missing = await updateMedia(ports, account, 'video', changes)
    if (missing.length > 0) throw fault('InvalidVideo.NotFound')
    return {}
  }

const distinct = (names: readonly (string | undefined)[]): readonly string[] => [
  ...new Set(names.filter((name) => name !== undefined)),
]

/** The names of items that lead to no video. */
const unusedOf = (items: readonly Item[]) => ({
  NonExistVideoIds: distinct(items.map(({ VideoId }) => VideoId)),
  NonExistReferenceIds: distinct(
    items.map(({ VideoId, ReferenceId }) => (VideoId === undefined ? ReferenceId : undefined)),
  ),
})

const updateSeveral =
  (ports: VodPorts): Handler<typeof contract.UpdateVideoInfos> =>
  async ({ UpdateContent }, { urls, principal }) => {
    const account = ports.accounts.of(principal.accountId, urls.region)
    const items = await Promise.all(
      UpdateContent.map(async (item) => ({
        item,
        id: await videoIdOf(ports.records, account, item),
      })),
    )
    const byId = new Map<string, MediaChanges>()
    for (const { item, id } of items)
      if (id !== undefined) byId.set(id, { ...byId.get(id), ...changesOf(item) })
    const missing = new Set(await updateMedia(ports, account, 'video', byId))
    const unused = items.filter(({ id }) => id === undefined || missing.has(id))
    return { ...unusedOf(unused.map(({ item }) => item)), ForbiddenVideoIds: [] }
  }

/** Removes the files of a video that was forgotten: its source, and the cover that was made of it. */
async function removeFiles(ports: VodPorts, video: VideoRecord): Promise<void> {
  await removeFile(ports, video)
  // Its record does not name it yet when the video is deleted while it is made.
  await ports.objects.remove(coverAt(video))
}

const remove =
  (ports: VodPorts): Handler<typeof contract.DeleteVideo> =>
  async (named, { urls, principal, fault }) => {
    const account = ports.accounts.of(principal.accountId, urls.region)
    const ids = await namedIds(ports.records, account, named)
    const missing: string[] = []
    for (const { name, id } of ids) {
      const video = id === undefined ? undefined : await removeMedia(ports, account, 'video', id)
      if (video) await removeFiles(ports, video)
      else missing.push(name)
    }
    if (missing.length === ids.length) throw fault('InvalidVideo.NotFound')
    return { ...unusedNames(named, missing), ForbiddenVideoIds: [] }
  }

/** Operations that change videos. */
export const videoChanges = (ports: VodPorts): Handlers<typeof contract> => ({
  UpdateVideoInfo: updateOne(ports),
  UpdateVideoInfos: updateSeveral(ports),
  DeleteVideo: remove(ports),
})
