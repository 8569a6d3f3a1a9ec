import type { Input } from '#contracts/operation.ts'
import type * as contract from '#contracts/vod/videos.ts'
import type { Context, Handler, Handlers } from '../../kernel/handler.ts'
import { auditStatusOf } from './audit.ts'
import { findVideo, namedVideos } from './named-videos.ts'
import { videoAnswer } from './video-answer.ts'
import { listVideos } from './video-list/list.ts'
import type { Place } from './video-list/merged-page.ts'
import type { VodPorts } from './vod-ports.ts'

/** What answering about videos needs. */
type VideoPorts = Pick<
  VodPorts,
  'accounts' | 'clock' | 'credentials' | 'domainKeys' | 'domains' | 'ids' | 'records'
>

const getInfo =
  (ports: VideoPorts): Handler<typeof contract.GetVideoInfo> =>
  async (named, { urls, principal, fault }) => {
    const { accounts, records } = ports
    const account = accounts.of(principal.accountId, urls.region)
    const found = await findVideo(records, account, named)
    if (!found) throw fault('InvalidVideo.NotFound')
    const Video = {
      ...(await videoAnswer(ports, found.value, account, urls)),
      AuditStatus: await auditStatusOf(records, found.value),
      RegionId: found.value.region,
    }
    return { Video }
  }

const getInfos =
  (ports: VideoPorts): Handler<typeof contract.GetVideoInfos> =>
  async (named, { urls, principal, fault }) => {
    const account = ports.accounts.of(principal.accountId, urls.region)
    const { videos, unused } = await namedVideos(ports.records, account, named)
    if (videos.length === 0) throw fault('InvalidVideo.NotFound')
    const VideoList = await Promise.all(
      videos.map((video) => videoAnswer(ports, video, account, urls)),
    )
    return { VideoList, ...unused }
  }

type ListContract = typeof contract.GetVideoList

/** How many videos can be paged through. */
const maxListed = 5000

function placeOf(
  { PageNo = 1, PageSize = 10, SortBy }: Input<ListContract>,
  fault: Context<ListContract>['fault'],
): Place {
  const end = PageNo * PageSize
  if (end > maxListed) {
    const found = `This page ends with video ${end}, and the last that can be asked for is ${maxListed}.`
    throw fault('VideoListExceededMax', {}, { found })
  }
  return { isDescending: SortBy !== 'CreationTime:Asc', skip: end - PageSize, limit: PageSize }
}

export const getList =
  (ports: VideoPorts): Handler<ListContract> =>
  async (input, { urls, principal, fault, tolerates }) => {
    const account = ports.accounts.of(principal.accountId, urls.region)
    const place = placeOf(input, fault)
    const { videos, total: Total } = await listVideos(ports.records, account, input, place)
    if (Total === 0 && !tolerates('empty-list', 'Nothing matches'))
      throw fault('InvalidVideo.NotFound')
    const VideoList = await Promise.all(
      videos.map((video) => videoAnswer(ports, video, account, urls)),
    )
    return { VideoList, Total }
  }

/** Operations that tell of videos. */
export const videos = (ports: VideoPorts): Handlers<typeof contract> => ({
  GetVideoInfo: getInfo(ports),
  GetVideoInfos: getInfos(ports),
  GetVideoList: getList(ports),
})
