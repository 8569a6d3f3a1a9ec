import { randomUUID } from 'node:crypto'
import { describe, expect, onTestFinished } from 'vitest'
import { startEmulator } from '#emulator/index.ts'
import { requestV1 } from '../../clients/hand-signed.ts'
import { popCorePost } from '../../clients/pop-core.ts'
import { type Body, succeeded } from '../../clients/rpc-driver.ts'
import { targetAt } from '../../faults/kills/process.ts'
import { needsEmulator } from '../../setup/fixtures.ts'
import { startEmulatorTarget } from '../../setup/target.ts'
import { type Parameters, startVideo, test } from './video-fixtures.ts'

/** An emulator without a video, whose time is moved. */
async function started() {
  const target = await startEmulatorTarget({ clock: '2026-01-01T00:00:00Z', freezeClock: true })
  onTestFinished(() => target[Symbol.asyncDispose]())
  const tried = (parameters: Parameters = {}) =>
    popCorePost.call(target, 'GetVideoList', parameters)
  const list = async (parameters: Parameters = {}) => {
    const { VideoList, Total } = await succeeded(tried(parameters))
    const { Video } = VideoList as { readonly Video: readonly Body[] }
    return { videos: Video, ids: Video.map(({ VideoId }) => VideoId), Total }
  }
  /** Makes a video a minute after the one before. */
  const make = async (parameters: Parameters = {}) => {
    await target.clock.advance(60)
    return startVideo(target, parameters)
  }
  return { target, tried, list, make }
}

describe('GetVideoList', () => {
  test('lists the newest first, or the oldest, in pages', async ({ skip }) => {
    needsEmulator(skip)
    const { make, list } = await started()
    const made: string[] = []
    for (let i = 0; i < 12; i++) made.push((await make()).videoId)
    const newest = made.toReversed()

    expect(await list()).toMatchObject({ ids: newest.slice(0, 10), Total: 12 })
    expect(await list({ PageNo: '2' })).toMatchObject({ ids: newest.slice(10), Total: 12 })
    expect(await list({ PageNo: '3' })).toMatchObject({ ids: [], Total: 12 })
    expect(await list({ PageSize: '5', PageNo: '2', SortBy: 'CreationTime:Asc' })).toMatchObject({
      ids: made.slice(5, 10),
      Total: 12,
    })
  })

  test('is narrowed by category, states, storage location, times and references, and all of them', async ({
    skip,
  }) => {
    needsEmulator(skip)
    const { target, make, list, tried } = await started()
    const ReferenceId = randomUUID()
    const first = await make({ CateId: '12984346', ReferenceId })
    await first.put()
    const second = await make({ CateId: '8130876', FileName: 'a.mp3' })
    const third = await make({ CateId: '12984346' })
    const [one, two, three] = [first.videoId, second.videoId, third.videoId]
    const StorageLocation = `${target.bucket.name}.oss-${target.region}.aliyuncs.com`

    for (const [parameters, ids] of [
      [{ CateId: '12984346' }, [three, one]],
      [{ CateId: '0' }, [three, two, one]],
      [{ CateId: '-1' }, [three, two, one]],
      [{ Status: 'Uploading' }, [three, two]],
      [{ Status: 'Normal, Uploading,Blocked' }, [three, two, one]],
      [{ StorageLocation }, [three, two, one]],
      [{ StartTime: '2026-01-01T00:02:00Z' }, [three, two]],
      [{ EndTime: '2026-01-01T00:02:00Z' }, [two, one]],
      [{ StartTime: '2026-01-01T00:02:00Z', EndTime: '2026-01-01T00:02:01Z' }, [two]],
      [{ ReferenceIds: `nobody,${ReferenceId}` }, [one]],
      [{ CateId: '12984346', Status: 'Uploading' }, [three]],
      [{ CateId: '12984346', Status: 'Uploading,Normal', StorageLocation }, [three, one]],
      [
        {
          CateId: '12984346',
          Status: 'Uploading,Normal',
          StorageLocation,
          EndTime: '2026-01-01T00:02:00Z',
          ReferenceIds: ReferenceId,
        },
        [one],
      ],
    ] as const)
      expect({ parameters, ...(await list(parameters)) }).toMatchObject({
        parameters,
        ids,
        Total: ids.length,
      })
    for (const parameters of [
      { CateId: '4711' },
      { Status: 'ProduceFail' },
      { StorageLocation: 'nowhere.oss-cn-shanghai.aliyuncs.com' },
      { StartTime: '2026-02-01T00:00:00Z' },
      { CateId: '8130876', ReferenceIds: ReferenceId },
    ] satisfies Parameters[])
      expect({ parameters, ...(await tried(parameters)) }).toMatchObject({
        parameters,
        code: 'InvalidVideo.NotFound',
      })
  })

  test('is not about auxiliary media and images', async ({ skip }) => {
    needsEmulator(skip)
    const { target, tried } = await started()
    for (const [action, parameters] of [
      ['CreateUploadAttachedMedia', { BusinessType: 'watermark' }],
      ['CreateUploadImage', { ImageType: 'default' }],
    ] as const)
      await succeeded(popCorePost.call(target, action, parameters))

    expect(await tried()).toMatchObject({ ok: false, code: 'InvalidVideo.NotFound' })
  })

  test('ends with the 5,000th video', async ({ tried }) => {
    const answers = [
      await tried('GetVideoList', { PageNo: '51', PageSize: '100' }),
      await tried('GetVideoList', { PageNo: '715', PageSize: '7' }),
    ]

    for (const answer of answers)
      expect(answer).toMatchObject({ ok: false, code: 'VideoListExceededMax', status: 400 })
  })

  test('is empty instead of an error where that is tolerated, and says so', async ({ skip }) => {
    needsEmulator(skip)
    await using vod = await startEmulator({ port: 0, lenient: ['empty-list'] })
    const target = await targetAt(vod.url)

    const answer = await succeeded(popCorePost.call(target, 'GetVideoList', {}))

    expect(answer).toMatchObject({ VideoList: { Video: [] }, Total: 0 })
    const told =
      /^Nothing matches: .*--lenient empty-list accepts it\. \[tolerance empty-list, inferred\]$/
    const logged = vod.requests.list({ operation: 'GetVideoList' })
    expect(logged).toMatchObject([{ status: 200, explanation: expect.stringMatching(told) }])
    const { headers } = await fetch(requestV1(target, { Action: 'GetVideoList' }).url)
    expect(headers.get('x-vod-emulator-explanation')).toMatch(told)
    expect(await popCorePost.call(target, 'GetVideoList', { PageNo: '501' })).toMatchObject({
      code: 'VideoListExceededMax',
    })
  })
})
