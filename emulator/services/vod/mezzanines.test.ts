import { beforeEach, expect, test } from 'vitest'
import type { Input } from '#contracts/operation.ts'
import * as contract from '#contracts/vod/mezzanines.ts'
import { memoryRecords } from '../../adapters/memory/records.ts'
import type { ObjectRecord } from '../../ports/records/objects.ts'
import type { Records } from '../../ports/records/records.ts'
import { handlerContext } from '../../testing/handler-context.ts'
import { accountId } from '../../testing/keyring.ts'
import { mediaPorts } from '../../testing/media-services.ts'
import { sampleVideo } from '../../testing/videos.ts'
import { seed } from '../seed.ts'
import { mezzanines } from './mezzanines.ts'

const { mediaId, region, bucket, key } = sampleVideo

const object: ObjectRecord = {
  bucket,
  key,
  revision: 'r1',
  size: 171_464,
  etag: 'D41D8CD98F00B204E9800998ECF8427E',
  crc64: '0',
  type: 'Normal',
  modifiedAtMs: 0,
  headers: {},
}

let records: Records

/** An account with a video and its source file. */
beforeEach(async () => {
  records = memoryRecords()
  await seed(records, { accountId, bucket, region, accessKeys: [], cdnDomains: [] })
  await records.commit([
    { kind: 'media', key: mediaId, value: sampleVideo },
    { kind: 'object', key: `${bucket}/${key}`, value: object },
  ])
})

const info = (input: Input<typeof contract.GetMezzanineInfo> = {}) =>
  mezzanines(mediaPorts(records)).GetMezzanineInfo(
    { VideoId: mediaId, ...input },
    handlerContext(contract.GetMezzanineInfo),
  )

const remove = (ports = mediaPorts(records)) =>
  mezzanines(ports).DeleteMezzanines(
    { VideoIds: [mediaId], Force: true },
    handlerContext(contract.DeleteMezzanines),
  )

test('what the bytes told is in texts of fixed decimals, but for width and height', async () => {
  const { Mezzanine } = await info({ AdditionType: ['video', 'audio'] })

  expect(Mezzanine).toMatchObject({
    Duration: '1.8730',
    Bitrate: '732.3084',
    Fps: '23.9760',
    Width: 640,
    Height: 360,
    FileMD5: 'd41d8cd98f00b204e9800998ecf8427e',
  })
  expect(Mezzanine.VideoStreamList).toEqual([
    {
      Index: '0',
      CodecName: 'h264',
      CodecLongName: 'H.264',
      Duration: '1.873000',
      Level: '31',
      Width: '640',
      Height: '360',
      Fps: '23.9760',
      AvgFPS: '23.9760',
    },
  ])
  expect(Mezzanine.AudioStreamList).toEqual([
    { Index: '1', CodecName: 'aac', CodecLongName: 'AAC', Channels: '2', SampleRate: '44100' },
  ])
})

test.for([
  ['Uploading', 'Uploading'],
  ['UploadFail', 'UploadFail'],
  ['UploadSucc', 'Normal'],
  ['Transcoding', 'Normal'],
  ['TranscodeFail', 'Normal'],
  ['Checking', 'Normal'],
  ['Blocked', 'Normal'],
  ['Normal', 'Normal'],
] as const)('of a video that is %s, the source file is %s', async ([status, expected]) => {
  await records.commit([{ kind: 'media', key: mediaId, value: { ...sampleVideo, status } }])

  expect(await info()).toMatchObject({ Mezzanine: { Status: expected } })
})

test('a file that arrives while the older one is removed is not forgotten', async () => {
  const ports = mediaPorts(records)
  const objects = {
    ...ports.objects,
    async remove(at: typeof object) {
      await ports.objects.remove(at)
      const value = { ...object, revision: 'r2' }
      await records.commit([{ kind: 'object', key: `${bucket}/${key}`, value }])
    },
  }

  await remove({ ...ports, objects })

  expect(await info()).toMatchObject({ Mezzanine: { Status: 'Normal' } })
})

test('a file in a bucket for input has a URL of OSS, whatever is asked for', async () => {
  const cdnDomains = [{ name: 'media.example.com' }]
  await seed(records, { accountId, bucket, region, accessKeys: [], cdnDomains })
  const outputTypes = async (name: string) => {
    await records.commit([{ kind: 'media', key: mediaId, value: { ...sampleVideo, bucket: name } }])
    return (await info({ OutputType: 'cdn' })).Mezzanine.OutputType
  }

  expect(await outputTypes('outin-1')).toBe('cdn')
  expect(await outputTypes('in-1')).toBe('oss')
})
