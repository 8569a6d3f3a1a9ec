import { once } from 'node:events'
import { watch } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect } from 'vitest'
import { accountClient, uploadClient } from '../../clients/ali-oss.ts'
import { bytes } from '../../setup/bytes.ts'
import { needsEmulator, test } from '../../setup/fixtures.ts'
import { sized } from '../../setup/runs.ts'
import { type Item, settle } from './ledger.ts'
import { launch, type Process, startProcess } from './process.ts'
import { diceOf, type History, maxParts, seed, turns, work } from './work.ts'

const kills = sized(200, 40)
/** Folders at the same time, each with an emulator of its own. */
const folders = 4
const eightDays = 8 * 24 * 3600

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vod-emulator-test-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** What one folder has seen. */
interface FolderHistory extends History {
  readonly dataDir: string
}

/** Kills a process while it starts: when it has changed something in its folder, at the latest when it is ready. */
async function killStarting({ dataDir, dice }: FolderHistory): Promise<void> {
  const child = launch(dataDir)
  let changes = 1 + dice(4)
  const wait = dice(25)
  const kill = () => void turns(wait).then(() => child.kill('SIGKILL'))
  const watcher = watch(dataDir, () => {
    if (--changes === 0) kill()
  })
  child.stdout.on('data', kill)
  child.stderr.resume()
  const [status] = await once(child, 'exit')
  watcher.close()
  expect(status).toBeNull()
}

const namesIn = ({ dataDir }: FolderHistory, kind: string) =>
  readdir(join(dataDir, 'objects', kind))

/** There is a file for everything that is known, and for nothing else. */
async function expectNoOrphans(history: FolderHistory): Promise<void> {
  const { items } = history
  const known = items.filter(({ parts }) => parts).length
  const unknown = items.reduce((sum, { unknownUploads }) => sum + unknownUploads, 0)
  const objects = items.filter(({ object }) => object).length
  const uploads = (await namesIn(history, 'uploads')).length

  expect(await namesIn(history, 'incoming')).toEqual([])
  expect(await namesIn(history, 'objects')).toHaveLength(objects)
  expect(uploads).toBeGreaterThanOrEqual(known)
  expect(uploads).toBeLessThanOrEqual(known + unknown)
}

async function opened(history: FolderHistory, items: Iterable<Item>): Promise<Process> {
  const running = await startProcess(history.dataDir)
  try {
    for (const item of items) await settle(running.target, item)
    await expectNoOrphans(history)
    return running
  } catch (error) {
    await running.kill()
    throw error
  }
}

/** An SDK goes on with what another began before many a kill, and with the credential of then. */
async function resume({ target }: Process, item: Item): Promise<void> {
  const { upload, parts } = item
  if (!parts) return
  const address = { ...upload.address, Endpoint: target.bucket.endpoint }
  const options = { addressing: 'ip', region: 'oss-cn-shanghai' } as const
  const client = uploadClient({ ...upload, address }, options)
  const last = bytes(1000, 1)
  const number = maxParts + 1
  const key = address.FileName
  const { etag } = await client.uploadPart(key, parts.uploadId, number, last, 0, last.length)
  const listed = [...parts.stored].map(([n, part]) => ({ number: n, etag: part.etag }))
  const all = [...listed, { number, etag }]
  await client.completeMultipartUpload(key, parts.uploadId, all)
  const whole = Buffer.concat([...[...parts.stored.values()].map(({ body }) => body), last])
  const { content } = await accountClient(target, options).get(key)
  expect(content.equals(whole)).toBe(true)
}

async function expectTidyInTheEnd(history: FolderHistory): Promise<void> {
  await using running = await opened(history, history.items)
  for (const item of history.items) await resume(running, item)
  await running.target.clock.advance(eightDays)

  expect(await namesIn(history, 'uploads')).toEqual([])
  const objects = history.items.filter(({ object, parts }) => object || parts)
  expect(await namesIn(history, 'objects')).toHaveLength(objects.length)
}

/** A start that is killed keeps nothing of what it compiled; one that ends by itself does, for all that follow. */
async function warmUp(): Promise<void> {
  const child = launch(join(folder, 'warm-up'))
  child.stdout.once('data', () => child.kill('SIGTERM'))
  child.stderr.resume()
  await once(child, 'exit')
}

async function killOften(which: number, others: AbortController): Promise<number> {
  const history: FolderHistory = {
    dataDir: join(folder, String(which)),
    dice: diceOf(which),
    items: [],
  }
  await mkdir(history.dataDir)
  let touched: Iterable<Item> = []
  let made = 0
  for (; made < kills / folders && !others.signal.aborted; made++) {
    if (history.dice(8) === 0) await killStarting(history)
    else {
      await using running = await opened(history, touched)
      touched = await work(history, running, 30)
    }
  }
  await expectTidyInTheEnd(history)
  return made
}

test(`what was acknowledged outlives kill -9 at ${kills} random points (seed ${seed})`, {
  timeout: 1_800_000,
}, async ({ skip }) => {
  needsEmulator(skip)
  await warmUp()

  // Who fails stops the others, and is waited for: their processes end before the test does.
  const others = new AbortController()
  const failed = (error: unknown) => {
    others.abort()
    throw error
  }
  const outcomes = await Promise.allSettled(
    Array.from({ length: folders }, (_, i) => killOften(i, others).catch(failed)),
  )

  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
  expect(outcomes).toEqual(outcomes.map(() => ({ status: 'fulfilled', value: kills / folders })))
})
