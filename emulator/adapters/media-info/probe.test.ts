import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { afterAll, describe, expect, test } from 'vitest'
import type { RangedFile, VideoFacts } from '../../ports/media-probe.ts'
import { mediaInfoProbe } from './probe.ts'

const folder = new URL('../../../fixtures/media/', import.meta.url)
const fixture = (name: string) => readFile(new URL(name, folder))

const { signal } = new AbortController()
const probe = mediaInfoProbe()
afterAll(() => probe.close())

const fileOf = (bytes: Buffer): RangedFile => ({
  size: bytes.length,
  read: ({ first, last }) => Promise.resolve(bytes.subarray(first, last + 1)),
})

const video = (bytes: Buffer) => probe.video(fileOf(bytes), signal)
const image = (bytes: Buffer) => probe.image(fileOf(bytes), signal)

interface FfmpegStream {
  readonly index: number
  readonly codec_type: 'video' | 'audio'
  readonly codec_name: string
  readonly codec_long_name: string
  readonly width?: number
  readonly height?: number
  readonly pix_fmt?: string
  readonly avg_frame_rate?: string
  readonly channels?: number
  readonly sample_rate?: string
}

interface FfmpegFacts {
  readonly format: { readonly duration?: string }
  readonly streams: readonly FfmpegStream[]
}

const ffprobe: Readonly<Record<string, FfmpegFacts>> = JSON.parse(
  readFileSync(new URL('ffprobe.json', folder), 'utf8'),
)

/** What is not read as FFmpeg reads it. */
const departures: Readonly<Record<string, object>> = {
  // The header of the container has two channels for any AAC: they are not told at all.
  'film.flv audio': { channels: undefined },
  // Sorenson's variety of H.263; its rate is that of the whole file.
  'film.swf video': { codecName: 'h263', fps: undefined },
  // The file says that its rate may vary.
  'film.ts video': { fps: undefined },
  'film.mts video': { fps: undefined },
  // Of pictures one after the other only the first is seen; FFmpeg takes 25 for the rate of any JPEG.
  'film.gif video': { fps: undefined },
  'film.ogg video': { fps: 10 },
  // The order of bytes is not read.
  'sound.caf audio': { codecName: 'pcm' },
}

const rateOf = (fraction = '0/0'): number | undefined => {
  const [frames = 0, seconds = 0] = fraction.split('/').map(Number)
  return frames / seconds || undefined
}

function expectedOf(name: string, stream: FfmpegStream) {
  const { index, codec_name: codecName, codec_type: type, width, height, channels } = stream
  const departure = departures[`${name} ${type}`]
  return type === 'video'
    ? { index, codecName, width, height, fps: rateOf(stream.avg_frame_rate), ...departure }
    : { index, codecName, channels, sampleRate: Number(stream.sample_rate), ...departure }
}

function streamsOf({ videoStreams, audioStreams }: VideoFacts) {
  const streams = [
    ...videoStreams.map(({ index, codecName, width, height, fps }) => ({
      index,
      codecName,
      width,
      height,
      fps,
    })),
    ...audioStreams.map(({ index, codecName, channels, sampleRate }) => ({
      index,
      codecName,
      channels,
      sampleRate,
    })),
  ]
  return streams.sort((a, b) => a.index - b.index)
}

describe('a file that FFmpeg wrote', () => {
  test.each(Object.entries(ffprobe))('%s', async (name, { format, streams }) => {
    const bytes = await fixture(name)
    const facts = await video(bytes)
    if (!facts) throw new Error('These are no facts.')
    const { duration, bitrate } = facts

    expect(streamsOf(facts)).toEqual(streams.map((stream) => expectedOf(name, stream)))
    if (duration === undefined) expect(['film.gif', 'film.mjpeg']).toContain(name)
    else {
      // FFmpeg does not tell how long a SWF is; it was made to last two seconds.
      expect(Math.abs(duration - Number(format.duration ?? 2))).toBeLessThan(0.1)
      expect(bitrate).toBeCloseTo((bytes.length * 8) / 1000 / duration, 2)
    }
    expect(JSON.parse(JSON.stringify(facts))).toEqual(facts)
  })

  test('tells all that GetMezzanineInfo asks for and the file has', async () => {
    expect(await video(await fixture('rotated.mp4'))).toEqual({
      format: 'MPEG-4',
      duration: 2,
      bitrate: 55.308,
      width: 160,
      height: 90,
      fps: 10,
      videoStreams: [
        {
          index: 0,
          codecName: 'h264',
          codecLongName: 'H.264 / AVC / MPEG-4 AVC / MPEG-4 part 10',
          codecTagString: 'avc1',
          duration: 2,
          bitrate: 22.236,
          width: 160,
          height: 90,
          sar: '1:1',
          dar: '16:9',
          fps: 10,
          numFrames: 20,
          profile: 'High',
          level: 12,
          pixFmt: 'yuv420p',
          rotate: 90,
        },
      ],
      audioStreams: [
        {
          index: 1,
          codecName: 'aac',
          codecLongName: 'AAC (Advanced Audio Coding)',
          codecTagString: 'mp4a',
          duration: 2,
          bitrate: 23.748,
          channels: 1,
          channelLayout: 'mono',
          sampleRate: 44100,
        },
      ],
    })
  })
})

test.each([
  ['picture.png', 'png'],
  ['picture.jpg', 'jpeg'],
  ['rotated.jpg', 'jpeg'],
  ['picture.webp', 'webp'],
  ['picture.heic', 'heic'],
])('%s: its size as it is stored, and no film', async (name, type) => {
  const bytes = await fixture(name)

  expect(await image(bytes)).toEqual({ type, width: 64, height: 48 })
  expect(await video(bytes)).toBeUndefined()
})

test('a GIF is a picture and a film', async () => {
  expect(await image(await fixture('film.gif'))).toEqual({ type: 'gif', width: 160, height: 90 })
})

test('a playlist of HLS lasts as long as its segments, and is as large as its largest stream', async () => {
  const segments = '#EXTM3U\n#EXTINF:10.0,\na.ts\n#EXTINF:2.5,\nb.ts\n#EXT-X-ENDLIST\n'
  const master =
    '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1,RESOLUTION=640x360\nl.m3u8\n#EXT-X-STREAM-INF:RESOLUTION=1280x720\nh.m3u8\n'
  const common = { format: 'HLS', videoStreams: [], audioStreams: [] }

  expect(await video(Buffer.from(segments))).toEqual({ ...common, duration: 12.5 })
  expect(await video(Buffer.from(master))).toEqual({ ...common, width: 1280, height: 720 })
})

/** Bytes without any order, the same each time. */
const noise = (size: number, seed: number): Buffer => {
  let state = seed
  const bytes = Uint8Array.from({ length: size }, () => {
    state = (state * 1103515245 + 12345) % 2147483648
    return state >> 16
  })
  return Buffer.from(bytes)
}

describe('what is no media', () => {
  const page = `<!DOCTYPE html><title>404</title>${'<p>Not found</p>'.repeat(1000)}`

  test.each([
    ['nothing', async () => Buffer.alloc(0)],
    ['one byte', async () => Buffer.alloc(1)],
    ['zeros', async () => Buffer.alloc(1_000_000)],
    ['noise', async () => noise(300_000, 1)],
    ['other noise', async () => noise(300_000, 2)],
    ['a page', async () => Buffer.from(page)],
    ['text', async () => Buffer.from('Once upon a time\n'.repeat(1000))],
    ['an MP4 without its index', async () => (await fixture('moov-last.mp4')).subarray(0, 9000)],
    ['an MP4 with half an index', async () => (await fixture('moov-first.mp4')).subarray(0, 1000)],
    ['an MP4 without its end', async () => (await fixture('moov-first.mp4')).subarray(0, 9000)],
  ])('%s: neither film nor picture', async (_, bytes) => {
    expect(await video(await bytes())).toBeUndefined()
    expect(await image(await bytes())).toBeUndefined()
  })
})
