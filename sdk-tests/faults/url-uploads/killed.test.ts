import { AssertionError } from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import type { RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect } from 'vitest'
import type { EmulatorTarget } from '#contracts/target.ts'
import { bytes } from '../../setup/bytes.ts'
import { type FileServer, startFileServer } from '../../setup/file-server.ts'
import { needsEmulator, test } from '../../setup/fixtures.ts'
import { type ReceivedEvent, type Receiver, startReceiver } from '../../setup/receiver.ts'
import { sized } from '../../setup/runs.ts'
import { oss, rpc, type Tick } from '../kills/exchange.ts'
import { type Process, startProcess } from '../kills/process.ts'
import { type Dice, diceOf, seed, turns } from '../kills/work.ts'

const kills = sized(200, 12)
/** Folders at the same time, each with an emulator, a server of files and a receiver of its own. */
const folders = 4

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vod-emulator-test-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** A file that an emulator was told to fetch. */
interface Submitted {
  readonly url: string
  readonly content: Buffer
  isAcknowledged: boolean
}

interface Job {
  readonly JobId: string
  readonly Status: string
  readonly MediaId: string
}

interface World {
  readonly files: FileServer
  readonly receiver: Receiver
  readonly dice: Dice
  readonly submitted: Submitted[]
}

const silent: Tick = () => undefined

/** Sends a file piece by piece, each in a turn of the event loop of its own. */
const inPieces =
  (content: Buffer, tick: Tick): RequestListener =>
  async (_, response) => {
    response.writeHead(200, { 'content-length': content.length })
    for (let at = 0; at < content.length && !response.destroyed; at += 16_384) {
      response.write(content.subarray(at, at + 16_384))
      tick()
      await turns(1)
    }
    response.end()
  }

/** Has a file fetched that was not there before. @throws what tells of the death of the process */
async function submit(target: EmulatorTarget, world: World, tick: Tick): Promise<void> {
  const { files, dice, submitted } = world
  const content = bytes(1 + dice(150_000), dice(256))
  const path = `/${submitted.length}.mp4`
  const one = { url: `${files.origin}${path}`, content, isAcknowledged: false }
  files.serve(path, inPieces(content, tick))
  submitted.push(one)
  const parameters = {
    Action: 'UploadMediaByURL',
    BusinessType: undefined,
    UploadURLs: encodeURIComponent(encodeURIComponent(one.url)),
  }
  const { status, body } = await rpc(target, parameters, tick)
  if (status !== 200) throw new AssertionError({ message: body.toString() })
  one.isAcknowledged = true
}

/** Lets a client work until the process dies: at a piece of a file, an answer or an event, or a few turns after it. */
async function workUntilKilled({ target, kill }: Process, world: World): Promise<void> {
  const { receiver, files, dice, submitted } = world
  let ticks = 1 + dice(40)
  const wait = dice(25)
  const { promise: death, resolve } = Promise.withResolvers<void>()
  const tick = () => {
    if (--ticks === 0) void turns(wait).then(kill).then(resolve)
  }
  receiver.answer((response) => {
    response.end()
    tick()
  })
  // What an earlier process has not fetched comes again.
  for (const { url, content } of submitted)
    files.serve(new URL(url).pathname, inPieces(content, tick))
  while (ticks > 0)
    await submit(target, world, tick).catch((error: unknown) => {
      if (error instanceof AssertionError) throw error
      return death
    })
  await death
  receiver.answer(200)
}

async function jobsOf(target: EmulatorTarget, { url }: Submitted): Promise<readonly Job[]> {
  const UploadURLs = encodeURIComponent(encodeURIComponent(url))
  const parameters = { Action: 'GetURLUploadInfos', BusinessType: undefined, UploadURLs }
  const { body } = await rpc(target, parameters, silent)
  return JSON.parse(body.toString()).URLUploadInfoList
}

/** The types of the events of a video, each where it came first. */
function typesOf(mediaId: string, received: readonly ReceivedEvent[]): readonly unknown[] {
  const own = received.filter(({ body }) => body.VideoId === mediaId)
  return [...new Map(own.toReversed().map((event) => [event.id, event])).values()]
    .toReversed()
    .map(({ body }) => body.EventType)
}

/** Each file was fetched once, whole, and told of once. */
async function expectWhole(target: EmulatorTarget, world: World): Promise<void> {
  for (const one of world.submitted) {
    const jobs = await jobsOf(target, one)
    expect(one.isAcknowledged ? [1] : [0, 1]).toContain(jobs.length)
    for (const { Status, MediaId } of jobs) {
      expect(Status).toBe('SUCCESS')
      const { key } = (await target.control.media(MediaId)) as { readonly key: string }
      const { status, body } = await oss(target, { method: 'GET', key }, silent)
      expect({ status, isWhole: body.equals(one.content) }).toEqual({ status: 200, isWhole: true })
      expect(typesOf(MediaId, world.receiver.received)).toEqual([
        'FileUploadComplete',
        'UploadByURLComplete',
      ])
    }
  }
}

async function killOften(which: number): Promise<number> {
  const dataDir = join(folder, `data-${which}`)
  await using receiver = await startReceiver()
  await using files = await startFileServer()
  const world: World = { receiver, files, dice: diceOf(which), submitted: [] }
  const parameters = {
    Action: 'SetMessageCallback',
    BusinessType: undefined,
    CallbackURL: encodeURIComponent(receiver.origin),
    EventTypeList: encodeURIComponent('FileUploadComplete,UploadByURLComplete'),
  }
  {
    await using running = await startProcess(dataDir)
    expect(await rpc(running.target, parameters, silent)).toMatchObject({ status: 200 })
  }
  for (let made = 0; made < kills / folders; made++) {
    await using running = await startProcess(dataDir)
    await workUntilKilled(running, world)
  }
  await using running = await startProcess(dataDir)
  const { target } = running
  for (const one of world.submitted)
    await expect
      .poll(async () => (await jobsOf(target, one)).filter(({ Status }) => Status !== 'SUCCESS'))
      .toEqual([])
  // The clock has moved when all that is due is done; a second later, so is what was tried a moment before.
  await target.clock.advance(60)
  await expectWhole(target, world)
  return files.asked.length - new Set(files.asked).size
}

test(`files are fetched whole, and told of once, after kill -9 in the middle, ${kills} times (seed ${seed})`, {
  timeout: 1_800_000,
}, async ({ skip }) => {
  needsEmulator(skip)

  const outcomes = await Promise.allSettled(Array.from({ length: folders }, (_, i) => killOften(i)))

  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
  const again = outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : 0))
  // Some process died while it fetched.
  expect(Math.max(...again)).toBeGreaterThan(0)
})
