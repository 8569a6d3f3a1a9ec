import { readFile } from 'node:fs/promises'
import { beforeEach, expect, onTestFinished } from 'vitest'
import { startEmulator } from '#emulator/index.ts'
import { uploadClient } from '../../clients/ali-oss.ts'
import { decodeUpload } from '../../clients/decode.ts'
import { openapiCore } from '../../clients/openapi-core.ts'
import { type Body, succeeded } from '../../clients/rpc-driver.ts'
import { targetAt } from '../../faults/kills/process.ts'
import { needsEmulator, test } from '../../setup/fixtures.ts'
import { startReceiver } from '../../setup/receiver.ts'

type Parameters = Readonly<Record<string, string>>

beforeEach(({ skip }) => needsEmulator(skip))

const film = new URL('../../../fixtures/media/moov-last.mp4', import.meta.url)
const group = {
  templateGroupId: 'web',
  definitions: ['LD', 'HD'],
  snapshots: true,
  review: true,
} as const

/** An emulator whose time stands still, with a template group and a rule, and a program that receives its events. */
async function started() {
  const vod = await startEmulator({
    port: 0,
    clock: '2026-01-01T00:00:00Z',
    freezeClock: true,
    processing: 'realistic',
    seed: {
      accounts: {
        '1234567890123456': {
          templateGroups: [group],
          outcomes: [{ title: 'broken', outcome: 'TranscodeFail' }],
        },
      },
    },
  })
  onTestFinished(() => vod.close())
  const receiver = await startReceiver()
  onTestFinished(() => receiver[Symbol.asyncDispose]())
  const target = await targetAt(vod.url)
  const call = (action: string, parameters: Parameters) =>
    succeeded(openapiCore.call(target, action, parameters))
  await call('SetMessageCallback', {
    CallbackURL: receiver.origin,
    EventTypeList:
      'FileUploadComplete,VideoAnalysisComplete,StreamTranscodeComplete,TranscodeComplete,SnapshotComplete,CreateAuditComplete',
  })
  const upload = async (parameters: Parameters) => {
    const asked = { FileName: 'film.mp4', Title: 'Film', ...parameters }
    const created = await call('CreateUploadVideo', asked)
    const { address, auth } = decodeUpload(created)
    const client = uploadClient({ address, auth }, { addressing: 'ip', region: auth.Region })
    await client.put(address.FileName, await readFile(film))
    const VideoId = String(created.VideoId)
    const status = async () => ((await call('GetVideoInfo', { VideoId })).Video as Body).Status
    return { VideoId, status, fileUrl: `${vod.url}/${address.Bucket}/${address.FileName}` }
  }
  let seen = 0
  /** What is received until a number of seconds has passed. */
  const after = async (seconds: number): Promise<readonly Body[]> => {
    await vod.clock.advance(seconds)
    const events = receiver.received.slice(seen)
    seen = receiver.received.length
    return events.map(({ body }) => body)
  }
  return { upload, after, call }
}

const at = (seconds: number) =>
  `2026-01-01T00:${new Date(seconds * 1000).toISOString().slice(14, 19)}Z`

test('a template group has its events sent in the documented order, with all that is known', async () => {
  const { upload, after } = await started()
  const { VideoId, status, fileUrl } = await upload({
    TemplateGroupId: 'web',
    UserData: '{"Extend":"mine"}',
  })
  const common = { VideoId, Status: 'success', Extend: 'mine' }

  expect(await after(0)).toMatchObject([
    { ...common, EventType: 'FileUploadComplete', EventTime: at(0), FileUrl: fileUrl },
  ])
  expect(await status()).toBe('UploadSucc')

  const analysed = await after(5)
  expect(analysed).toEqual([
    {
      ...common,
      EventType: 'VideoAnalysisComplete',
      EventTime: at(5),
      Duration: '2',
      Width: '160',
      Height: '90',
      Fps: '10',
      Bitrate: expect.stringMatching(/^\d+(?:\.\d+)?$/),
      Size: expect.stringMatching(/^\d+$/),
    },
    {
      ...common,
      EventType: 'SnapshotComplete',
      EventTime: at(5),
      SubType: 'SpecifiedTime',
      CoverUrl: expect.stringContaining(`/${VideoId}/snapshots/`),
      SnapshotInfos: [
        {
          Status: 'success',
          SnapshotType: 'CoverSnapshot',
          SnapshotCount: 1,
          SnapshotFormat: 'jpg',
          SnapshotRegular: expect.stringMatching(/-\{SnapshotCount\}\.jpg$/),
          JobId: `${VideoId}01`,
        },
      ],
    },
  ])
  expect(await status()).toBe('Transcoding')

  const stream = (Definition: string, JobId: string) => ({
    Status: 'success',
    Bitrate: analysed[0]?.Bitrate,
    Definition,
    Duration: 2,
    Encrypt: false,
    FileUrl: fileUrl,
    Format: 'mp4',
    Fps: '10',
    Height: 90,
    Width: 160,
    Size: Number(analysed[0]?.Size),
    JobId,
  })
  const streams = [stream('LD', `${VideoId}02`), stream('HD', `${VideoId}03`)]
  const known = { ...common, EventTime: at(35) }
  expect(await after(30)).toEqual([
    ...streams.map((one) => ({ ...known, EventType: 'StreamTranscodeComplete', ...one })),
    {
      ...known,
      EventType: 'TranscodeComplete',
      StreamInfos: streams.map((one) => ({ ...one, IsAudio: false })),
    },
  ])
  expect(await status()).toBe('Checking')

  expect(await after(120)).toEqual([
    {
      MediaId: VideoId,
      CreationTime: at(155),
      SubType: 'video',
      AuditStatus: 'Normal',
      EventType: 'CreateAuditComplete',
      EventTime: at(155),
      Status: 'success',
      Extend: 'mine',
    },
  ])
  expect(await status()).toBe('Normal')
})

test('an outcome that does not exist is refused, so that a typing error makes no test pass', async () => {
  const { call } = await started()
  const UserData = '{"VodEmulator":{"Outcome":"transcodeFail"}}'

  await expect(
    call('CreateUploadVideo', { FileName: 'film.mp4', Title: 'Film', UserData }),
  ).rejects.toThrow('The specified parameter "UserData" is not valid.')
})

test('a template group that the account does not have is refused, whatever others it has', async () => {
  const { upload } = await started()

  await expect(upload({ TemplateGroupId: 'another' })).rejects.toThrow(
    'InvalidTemplateGroupId.NotFound',
  )
})

test('a failure that a title or UserData asks for comes with its events', async () => {
  const { upload, after } = await started()
  const outcome = (Outcome: string) => ({ UserData: JSON.stringify({ VodEmulator: { Outcome } }) })
  const broken = await upload({ Title: 'a broken film' })
  const blocked = await upload({ Title: 'a broken one, but blocked', ...outcome('Blocked') })
  const failed = await upload(outcome('UploadFail'))

  const events = await after(200)

  const of = ({ VideoId }: { readonly VideoId: string }) =>
    events
      .filter((event) => [event.VideoId, event.MediaId].includes(VideoId))
      .map(({ EventType, Status, AuditStatus }) => `${EventType} ${AuditStatus ?? Status}`)
  const arrived = ['FileUploadComplete success', 'VideoAnalysisComplete success']
  expect([await broken.status(), of(broken)]).toEqual([
    'TranscodeFail',
    [...arrived, 'StreamTranscodeComplete fail', 'TranscodeComplete fail'],
  ])
  expect([await blocked.status(), of(blocked)]).toEqual([
    'Blocked',
    [
      ...arrived,
      'StreamTranscodeComplete success',
      'TranscodeComplete success',
      'CreateAuditComplete Blocked',
    ],
  ])
  expect([await failed.status(), of(failed)]).toEqual(['UploadFail', []])
})
