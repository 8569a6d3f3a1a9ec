import { AssertionError } from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect } from 'vitest'
import { needsEmulator, test } from '../../setup/fixtures.ts'
import {
  expectedSignature,
  type ReceivedEvent,
  type Receiver,
  startReceiver,
} from '../../setup/receiver.ts'
import { sized } from '../../setup/runs.ts'
import { rpc } from '../kills/exchange.ts'
import { type Process, startProcess } from '../kills/process.ts'
import { type Dice, diceOf, seed, turns } from '../kills/work.ts'
import { playStory, type Story } from './client.ts'

const kills = sized(200, 24)
/** Folders at the same time, each with an emulator and a receiver of its own. */
const folders = 4
const clients = 3
const key = 'Abc12345'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vod-emulator-test-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** A process that can be waited for. */
function mortal({ target, kill }: Process) {
  const { promise: death, resolve } = Promise.withResolvers<void>()
  let isDead = false
  const end = async () => {
    await kill()
    isDead = true
    resolve()
  }
  return { target, death, isDead: () => isDead, killAfter: (wait: number) => turns(wait).then(end) }
}

type Mortal = ReturnType<typeof mortal>

/** Kills at the n-th event: before it has an answer, or a few turns of the event loop after that. */
function killOnEvent(receiver: Receiver, { killAfter }: Mortal, dice: Dice): void {
  const isAnswered = dice(2) === 0
  const wait = dice(10)
  let left = 1 + dice(12)
  receiver.answer((response) => {
    left--
    if (left !== 0 || isAnswered) response.end()
    if (left === 0) void killAfter(wait)
  })
}

/** Lets clients work until the process dies: on the way of an event, or between two steps of a client. */
async function workUntilKilled(
  receiver: Receiver,
  running: Mortal,
  dice: Dice,
  stories: Story[],
): Promise<void> {
  let ticks = Number.POSITIVE_INFINITY
  if (dice(3) === 0) ticks = 1 + dice(30)
  else killOnEvent(receiver, running, dice)
  const wait = dice(25)
  const tick = () => {
    if (--ticks === 0) void running.killAfter(wait)
  }
  const work = async () => {
    while (!running.isDead())
      await playStory(running.target, dice, tick, stories).catch((error: unknown) => {
        if (error instanceof AssertionError) throw error
        return running.death
      })
  }
  await Promise.all(Array.from({ length: clients }, work))
  receiver.answer(200)
}

/** The media that an event is about. */
const mediaOf = ({ body }: ReceivedEvent): string =>
  String(body.AttachedMediaId ?? body.VideoId ?? body.MediaId)

/** What came of a media, each event where it came first. */
function eventsOf(mediaId: string, received: readonly ReceivedEvent[]): readonly ReceivedEvent[] {
  const own = received.filter((event) => mediaOf(event) === mediaId)
  return [...new Map(own.toReversed().map((event) => [event.id, event])).values()].toReversed()
}

const sizesOf = (events: readonly ReceivedEvent[], type: string): readonly unknown[] =>
  events.filter(({ body }) => body.EventType === type).map(({ body }) => Number(body.Size))

/** What was uploaded is told of in its order; the last file was analysed, and others at most once, after their arrival. */
function expectTold(
  { making, mediaId, sizes, perhaps }: Story,
  received: readonly ReceivedEvent[],
) {
  const events = eventsOf(mediaId, received)
  const uploaded = sizesOf(events, making.uploaded)
  expect([sizes, perhaps === undefined ? sizes : [...sizes, perhaps]]).toContainEqual(uploaded)
  if (!making.isProcessed) return
  const types = events.map(({ body }) => `${body.EventType} ${body.Size ?? body.OperateMode}`)
  const analysed = sizesOf(events, 'VideoAnalysisComplete')
  expect(analysed.at(-1)).toBe(uploaded.at(-1))
  expect(new Set(analysed).size).toBe(analysed.length)
  const [created, ...others] = types
  expect(created).toBe('MediaBaseChangeComplete create')
  expect(others).toEqual(
    uploaded.flatMap((size) => [
      `FileUploadComplete ${size}`,
      ...(analysed.includes(size) ? [`VideoAnalysisComplete ${size}`] : []),
    ]),
  )
}

function expectAll(received: readonly ReceivedEvent[], stories: readonly Story[], url: string) {
  for (const story of stories) expectTold(story, received)
  const told = new Set(stories.map(({ mediaId }) => mediaId))
  // None is invented; a creation may have been committed whose answer nobody got.
  const invented = received.filter(
    (event) => !told.has(mediaOf(event)) && event.body.OperateMode !== 'create',
  )
  expect(invented).toEqual([])
  for (const event of received)
    expect(event.headers['x-vod-signature']).toBe(expectedSignature(url, event, key))
}

async function killOften(which: number): Promise<number> {
  const dataDir = join(folder, `data-${which}`)
  const dice = diceOf(which)
  const stories: Story[] = []
  await using receiver = await startReceiver()
  const parameters = {
    Action: 'SetMessageCallback',
    BusinessType: undefined,
    CallbackURL: encodeURIComponent(receiver.origin),
    EventTypeList: 'ALL',
    AuthSwitch: 'on',
    AuthKey: key,
  }
  {
    await using running = await startProcess(dataDir)
    expect(await rpc(running.target, parameters, () => undefined)).toMatchObject({ status: 200 })
  }
  for (let made = 0; made < kills / folders; made++) {
    await using running = await startProcess(dataDir)
    await workUntilKilled(receiver, mortal(running), dice, stories)
  }
  {
    await using running = await startProcess(dataDir)
    // The clock has moved when all that is due is done; a second later, so is what was tried a moment before.
    await running.target.clock.advance(60)
  }
  expectAll(receiver.received, stories, receiver.origin)
  return receiver.received.length - new Set(receiver.received.map(({ id }) => id)).size
}

test(`events come in order and at least once after kill -9 between a commit and them, ${kills} times (seed ${seed})`, {
  timeout: 1_800_000,
}, async ({ skip }) => {
  needsEmulator(skip)

  const outcomes = await Promise.allSettled(Array.from({ length: folders }, (_, i) => killOften(i)))

  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
  const twice = outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : 0))
  // Some process died between the arrival of an event and the moment when that was known.
  expect(Math.max(...twice)).toBeGreaterThan(0)
})
