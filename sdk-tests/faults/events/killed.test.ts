import { AssertionError } from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect } from 'vitest'
import type { EmulatorTarget } from '#contracts/target.ts'
import { needsEmulator, test } from '../../setup/fixtures.ts'
import { ended, urlFrom } from '../../setup/program.ts'
import { sized } from '../../setup/runs.ts'
import { targetAt } from '../kills/process.ts'
import { type Dice, diceOf, seed, turns } from '../kills/work.ts'
import { type Named, playStory, type Story } from './client.ts'

const kills = sized(200, 40)
/** Folders at the same time, each with an emulator of its own. */
const folders = 4
const clients = 3

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vod-emulator-test-'))
})
afterEach(() => rm(folder, { recursive: true }))

const program = new URL('subscribed-program.ts', import.meta.url).pathname

interface Running extends AsyncDisposable {
  readonly target: EmulatorTarget
  readonly kill: () => void
  readonly ended: Promise<unknown>
}

interface Place {
  readonly dataDir: string
  /** What the subscriber has received. */
  readonly file: string
}

/** Starts the program; undefined when it killed itself before it was ready. */
async function launch(
  { dataDir, file }: Place,
  when: string,
  count: number,
): Promise<Running | undefined> {
  const child = spawn(process.execPath, [program, dataDir, file, when, String(count)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.stderr.pipe(process.stderr)
  const end = ended(child)
  const url = await urlFrom(child.stdout)
  if (url === undefined) {
    await end
    expect(child.signalCode).toBe('SIGKILL')
    return undefined
  }
  const kill = () => void child.kill('SIGKILL')
  const dispose = async () => {
    kill()
    await end
  }
  return { target: await targetAt(url), kill, ended: end, [Symbol.asyncDispose]: dispose }
}

/** Lets clients work until the process dies: by its own hand on the way of an event, or between two steps of a client. */
async function workUntilKilled(place: Place, dice: Dice, stories: Story[][]): Promise<void> {
  const when = ['before', 'after', 'outside'][dice(3)] ?? ''
  await using running = await launch(place, when, 1 + dice(12))
  if (!running) return
  let ticks = when === 'outside' ? 1 + dice(30) : Number.POSITIVE_INFINITY
  const wait = dice(25)
  const tick = () => {
    if (--ticks === 0) void turns(wait).then(running.kill)
  }
  let isDead = false
  const death = running.ended.then(() => {
    isDead = true
  })
  const work = async (own: Story[]) => {
    while (!isDead)
      await playStory(running.target, dice, tick, own).catch((error: unknown) => {
        if (error instanceof AssertionError) throw error
        return death
      })
  }
  await Promise.all(
    Array.from({ length: clients }, () => {
      const own: Story[] = []
      stories.push(own)
      return work(own)
    }),
  )
}

interface Received {
  readonly id: string
  readonly event: { readonly type: string; readonly mediaId?: string; readonly key?: string }
}

async function receivedAt({ file }: Place): Promise<readonly Received[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').slice(0, -1)
  return lines.map((line): Received => JSON.parse(line))
}

const nameOf = ({ event: { type, mediaId, key } }: Received): Named => `${type} ${mediaId ?? key}`

/** What came, each event where it came first. */
const firstOf = (received: readonly Received[]): readonly Named[] => [
  ...new Map(received.map((one) => [one.id, nameOf(one)])).values(),
]

/** A story is there from its beginning to its end, perhaps with what was on its way then. */
function expectWhole({ happened, perhaps }: Story, events: readonly Named[]): void {
  const names = new Set([...happened, ...perhaps])
  const own = events.filter((name) => names.has(name))
  expect([happened, [...happened, ...perhaps]]).toContainEqual(own)
}

/** What a client did after something else came after it. */
function expectInOrder(happened: readonly Named[], events: readonly Named[]): void {
  let found = 0
  for (const name of events) if (name === happened[found]) found++
  expect(happened.slice(found)).toEqual([])
}

async function killOften(which: number): Promise<number> {
  const place = {
    dataDir: join(folder, `data-${which}`),
    file: join(folder, `events-${which}`),
  }
  const dice = diceOf(which)
  const stories: Story[][] = []
  for (let made = 0; made < kills / folders; made++) await workUntilKilled(place, dice, stories)
  {
    await using running = await launch(place, 'never', 0)
    // The clock has moved when all that is due is done.
    await running?.target.clock.advance(0)
  }
  const received = await receivedAt(place)
  const events = firstOf(received)
  for (const story of stories.flat()) expectWhole(story, events)
  for (const own of stories)
    expectInOrder(
      own.flatMap(({ happened }) => happened),
      events,
    )
  return received.length - events.length
}

test(`events come in order and at least once after kill -9 between a commit and them, ${kills} times (seed ${seed})`, {
  timeout: 1_800_000,
}, async ({ skip }) => {
  needsEmulator(skip)

  const outcomes = await Promise.allSettled(Array.from({ length: folders }, (_, i) => killOften(i)))

  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
  const twice = outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : 0))
  // Some process died between the arrival of an event and its removal.
  expect(Math.max(...twice)).toBeGreaterThan(0)
})
