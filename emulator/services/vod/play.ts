import { extensionOf } from '#contracts/derive/measure.ts'
import { type Edition, inEdition } from '#contracts/edition.ts'
import type { Input } from '#contracts/operation.ts'
import { untranscodedExtensions } from '#contracts/vod/extensions.ts'
import type * as contract from '#contracts/vod/play.ts'
import { maxPlaySeconds, playAuthSeconds } from '#contracts/vod/play-limits.ts'
import { playingByState } from '#contracts/vod/states/playing.ts'
import type { Handler, Handlers } from '../../kernel/handler.ts'
import { known } from '../../kernel/known.ts'
import type { VideoRecord } from '../../ports/records/media.ts'
import { locatedUrl } from './access-urls.ts'
import { auditStatusOf } from './audit.ts'
import { coverOf } from './covers.ts'
import { findVideo } from './named-videos.ts'
import { courseFor } from './outcomes.ts'
import { encodePlayAuth } from './play-documents.ts'
import { durationText, isAsked, mediaTypeOf, sourceStream } from './source-stream.ts'
import type { VodPorts } from './vod-ports.ts'

export interface PlayOptions {
  readonly edition: Edition
}

/** Whether the source file can be played as it is, or stands for what it would be transcoded to. */
async function isPlayable({ records }: VodPorts, video: VideoRecord, { edition }: PlayOptions) {
  if (video.isSourceDeleted) return false
  const { plan } = await courseFor(records, video)
  if (plan === 'transcoding' || plan === 'reviewing') return true
  const formats: readonly string[] = inEdition(untranscodedExtensions, edition)
  return formats.includes(extensionOf(video.fileName))
}

const shown = (values: readonly string[] | undefined): string => values?.join(',') ?? 'null'

type PlayInput = Input<typeof contract.GetPlayInfo>

/** What a request asks of the URL. */
const askedUrl = (
  { OutputType, AuthTimeout, PlayConfig, ReAuthInfo }: PlayInput,
  { edition }: PlayOptions,
) => ({
  outputType: OutputType,
  authTimeout: AuthTimeout,
  maxSeconds: inEdition(maxPlaySeconds, edition),
  domain: PlayConfig?.PlayDomain,
  ...ReAuthInfo,
})

const playInfo =
  (ports: VodPorts, options: PlayOptions): Handler<typeof contract.GetPlayInfo> =>
  async (input, { urls, principal, fault }) => {
    const account = ports.accounts.of(principal.accountId, urls.region)
    const found = await findVideo(ports.records, account, input)
    if (!found) throw fault('InvalidVideo.NotFound')
    const video = found.value
    const { status } = video
    const answer = playingByState[status].GetPlayInfo
    if (answer === 'Forbidden.IllegalStatus')
      throw fault(answer, { status, auditStatus: await auditStatusOf(ports.records, video) })
    const { Formats, Definition, StreamType } = input
    if (
      answer === 'InvalidVideo.NoneStream' ||
      !isAsked(video, input) ||
      !(await isPlayable(ports, video, options))
    )
      throw fault('InvalidVideo.NoneStream', {
        formats: shown(Formats),
        definition: shown(Definition),
        streamType: shown(StreamType),
      })
    const asked = askedUrl(input, options)
    const { url, outputType } = await locatedUrl(ports, video, urls, asked)
    return {
      VideoBase: {
        Status: status,
        VideoId: video.mediaId,
        TranscodeMode: 'NoTranscode',
        CreationTime: video.createdAtMs,
        Title: video.title ?? '',
        MediaType: mediaTypeOf(video),
        ...known({ CoverURL: await coverOf(ports, video, urls, asked) }),
        Duration: durationText(video),
        OutputType: outputType,
      },
      PlayInfoList: { PlayInfo: [sourceStream(video, url)] },
    }
  }

const playAuth =
  (ports: VodPorts): Handler<typeof contract.GetVideoPlayAuth> =>
  async ({ AuthInfoTimeout = playAuthSeconds.default, ...named }, { urls, principal, fault }) => {
    const { accounts, credentials, clock, domains, records } = ports
    const account = accounts.of(principal.accountId, urls.region)
    const found = await findVideo(records, account, named)
    if (!found) throw fault('InvalidVideo.NotFound')
    const {
      mediaId,
      accountId,
      region,
      storageLocation,
      status,
      title = '',
      duration,
    } = found.value
    const answer = playingByState[status].GetVideoPlayAuth
    if (answer === 'Forbidden.IllegalStatus')
      throw fault(answer, { status, auditStatus: await auditStatusOf(records, found.value) })
    const seconds = Math.min(AuthInfoTimeout, playAuthSeconds.max)
    const grant = { accountId, videoId: mediaId }
    const credential = await credentials.issue(grant, seconds, clock.now())
    const domain = await domains.forStorage(accountId, storageLocation)
    const meta = {
      Status: status,
      VideoId: mediaId,
      Title: title,
      ...known({ CoverURL: await coverOf(ports, found.value, urls), Duration: duration }),
    }
    return {
      VideoMeta: meta,
      PlayAuth: encodePlayAuth(credential, {
        videoMeta: meta,
        playDomain: domain?.name ?? '',
        region,
        accountId,
      }),
    }
  }

/** Operations of players. */
export const play = (ports: VodPorts, options: PlayOptions): Handlers<typeof contract> => ({
  GetPlayInfo: playInfo(ports, options),
  GetVideoPlayAuth: playAuth(ports),
})
