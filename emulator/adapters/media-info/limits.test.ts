import { mkdtemp, open, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import type { RangedFile } from '../../ports/media-probe.ts'
import type { ObjectRecord } from '../../ports/records/objects.ts'
import { analyseVideo } from '../../services/vod/analysis.ts'
import { bodyOf } from '../../testing/object-store/bodies.ts'
import { filesystemObjectStore } from '../filesystem/object-store.ts'
import { parser } from './parser.ts'
import { mediaInfoProbe } from './probe.ts'

const MiB = 1024 * 1024
const { signal } = new AbortController()
const fixture = (name: string) =>
  readFile(new URL(`../../../fixtures/media/${name}`, import.meta.url))

afterEach(() => {
  vi.useRealTimers()
})

/** A file in memory, and how many bytes were read of it. */
function counted(bytes: Uint8Array) {
  const read = { bytes: 0, whole: Promise.withResolvers<void>() }
  const file: RangedFile = {
    size: bytes.length,
    async read({ first, last }) {
      read.bytes += last + 1 - first
      if (read.bytes >= bytes.length) read.whole.resolve()
      return bytes.subarray(first, last + 1)
    },
  }
  return { file, read }
}

/** The boxes of an MP4 by their types. */
function boxesOf(mp4: Buffer): ReadonlyMap<string, Buffer> {
  const boxes = new Map<string, Buffer>()
  for (let at = 0; at < mp4.length; at += mp4.readUInt32BE(at))
    boxes.set(mp4.toString('latin1', at + 4, at + 8), mp4.subarray(at, at + mp4.readUInt32BE(at)))
  return boxes
}

/** Stores an object of 2 GiB that takes hardly any space: between the head and the index of an MP4 there is nothing. */
async function sparseObject(directory: string, size: number): Promise<ObjectRecord> {
  const boxes = boxesOf(await fixture('moov-last.mp4'))
  const part = (type: string) => boxes.get(type) ?? Buffer.alloc(0)
  const [ftyp, moov, mdat] = [part('ftyp'), part('moov'), part('mdat')]
  const header = Buffer.alloc(16)
  header.writeUInt32BE(1)
  header.write('mdat', 4)
  header.writeBigUInt64BE(BigInt(size - ftyp.length - moov.length), 8)

  const at = { bucket: 'bucket', key: 'large.mp4' }
  const head = Buffer.concat([ftyp, header, mdat.subarray(8)])
  const { revision } = await filesystemObjectStore({ directory }).put(at, bodyOf(head), {
    headers: {},
  })
  const found = await readdir(directory, { recursive: true })
  await using file = await open(
    join(directory, found.find((name) => name.endsWith(revision)) ?? ''),
    'r+',
  )
  await file.truncate(size - moov.length)
  await file.write(moov, 0, moov.length, size - moov.length)
  return {
    ...at,
    revision,
    size,
    etag: '',
    crc64: '0',
    type: 'Normal',
    modifiedAtMs: 0,
    headers: {},
  }
}

test('of an MP4 of 2 GiB with its index at the end not even a megabyte is read from the disk', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'vod-emulator-sparse-'))
  const probe = mediaInfoProbe()
  try {
    const object = await sparseObject(directory, 2048 * MiB)
    const store = filesystemObjectStore({ directory })
    let readBytes = 0
    const get: typeof store.get = async (at, revision, range) => {
      const body = await store.get(at, revision, range)
      return body?.on('data', (chunk: Buffer) => {
        readBytes += chunk.length
      })
    }

    expect(await analyseVideo({ store: { get }, probe }, object)).toMatchObject({
      outcome: 'good',
      facts: { duration: 2, width: 160, height: 90, fps: 10 },
    })
    expect(readBytes).toBeGreaterThan(0)
    expect(readBytes).toBeLessThan(MiB)
  } finally {
    await probe.close()
    await rm(directory, { recursive: true })
  }
})

test('of a transport stream both ends are read', async () => {
  const film = await fixture('film.ts')
  const middle = Math.floor(film.length / 2 / 188) * 188
  const empty = Buffer.from([0x47, 0x1f, 0xff, 0x10, ...Array(184).fill(0xff)])
  const between = Buffer.alloc(188 * 100_000, empty)
  const { file, read } = counted(
    Buffer.concat([film.subarray(0, middle), between, film.subarray(middle)]),
  )
  const probe = mediaInfoProbe()
  try {
    const facts = await probe.video(file, signal)

    expect(facts?.duration).toBeCloseTo(2, 1)
    expect(facts?.bitrate).toBeCloseTo((file.size * 8) / 1000 / (facts?.duration ?? 0), 2)
    expect(file.size).toBeGreaterThan(16 * MiB)
    expect(read.bytes).toBeLessThanOrEqual(8 * MiB)
  } finally {
    await probe.close()
  }
})

test('a sound that goes on is not read beyond 8 MiB', async () => {
  const wav = Buffer.concat([await fixture('sound.wav'), Buffer.alloc(20 * MiB)])
  wav.writeUInt32LE(wav.length - 8, 4)
  wav.writeUInt32LE(wav.length - 44, 40)
  const { file, read } = counted(wav)
  const probe = mediaInfoProbe()
  try {
    expect((await probe.video(file, signal))?.duration).toBeCloseTo((wav.length - 44) / 16_000, 2)
    expect(read.bytes).toBeLessThanOrEqual(8 * MiB)
  } finally {
    await probe.close()
  }
})

/** An index of more than three billion entries, by one byte: MediaInfo goes through all of them, which takes minutes. */
async function endlessFile(): Promise<Buffer> {
  const bytes = await fixture('fragmented.mp4')
  const entries = bytes.lastIndexOf('tfra') + 16
  bytes[entries] = 217
  return bytes
}

test('a file that keeps the parser busy is given up after 20 seconds, and the next one is read', async () => {
  const files = parser()
  const endless = counted(await endlessFile())
  const good = counted(await fixture('moov-last.mp4'))
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const first = files.parse(endless.file, signal)
    const second = files.parse(good.file, signal)
    await endless.read.whole.promise
    await vi.advanceTimersByTimeAsync(19_000)
    expect(good.read.bytes).toBe(0)
    await vi.advanceTimersByTimeAsync(1_000)

    expect(await first).toBeUndefined()
    expect((await second)?.tracks).toHaveLength(3)
  } finally {
    await files.close()
  }
})

test('a busy parser is ended with the signal', async () => {
  const files = parser()
  const { file, read } = counted(await endlessFile())
  const limit = new AbortController()
  const parsing = expect(files.parse(file, limit.signal)).rejects.toThrow('too long')
  await read.whole.promise
  limit.abort(new Error('too long'))

  await parsing
  await files.close()
})

test('what reading a file rejects with is passed on, and the next one is read', async () => {
  const files = parser()
  const { file } = counted(await fixture('moov-last.mp4'))
  const lost = { size: file.size, read: () => Promise.reject(new Error('lost')) }

  await expect(files.parse(lost, signal)).rejects.toThrow('lost')
  expect((await files.parse(file, signal))?.tracks).toHaveLength(3)
  await files.close()
})

const names = [
  'moov-last.mp4',
  'film.webm',
  'film.ts',
  'film.flv',
  'film.avi',
  'sound.mp3',
] as const
const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 20 })

test('damaged files are read to an end, and never beyond the limit', async () => {
  const probe = mediaInfoProbe()
  const broken = fc.tuple(fc.constantFrom(...names), damage, fc.option(fc.nat()))
  try {
    await fc.assert(
      fc.asyncProperty(broken, async ([name, changes, end]) => {
        const bytes = await fixture(name)
        for (const [at, value] of changes) bytes[at % bytes.length] = value
        const { file, read } = counted(end === null ? bytes : bytes.subarray(0, end % bytes.length))

        const facts = await probe.video(file, signal)
        expect(JSON.parse(JSON.stringify(facts ?? null))).toEqual(facts ?? null)
        expect(read.bytes).toBeLessThanOrEqual(8 * MiB)
      }),
      { numRuns: 60 },
    )
  } finally {
    await probe.close()
  }
})
