import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { type Launched, launch } from './servers/launch.ts'
import { built, source } from './servers/programs.ts'
import { median } from './statistics.ts'
import type { Row } from './table.ts'

const rounds = 15

type Command = readonly [program: string, ...args: string[]]

interface Start {
  readonly readyMs: number
  /** From the start of the process to the end of the first answer, ms. */
  readonly answeredMs: number
}

const { execPath } = process

async function answered(server: Launched, path: string): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`)
  await response.arrayBuffer()
  return performance.now() - server.startedAt
}

/** `cache`: the folder of Node's compile cache, which both kinds of program use. */
async function started(command: Command, path: string, cache: string): Promise<Start> {
  await using server = await launch(command, { NODE_COMPILE_CACHE: cache })
  return { readyMs: server.readyMs, answeredMs: await answered(server, path) }
}

type Runs = Readonly<Record<'ours' | 'bare' | 'source', Start[]>>

const none = (): Runs => ({ ours: [], bare: [], source: [] })

async function round(runs: Runs, bareFile: string, cache: () => Promise<string>): Promise<void> {
  const health = '/_emulator/health'
  runs.bare.push(await started([execPath, bareFile], '/', await cache()))
  runs.ours.push(await started([execPath, ...built], health, await cache()))
  runs.source.push(await started([execPath, ...source], health, await cache()))
}

const middle = (starts: readonly Start[], of: keyof Start) =>
  median(starts.map((start) => start[of]))

function rows(which: string, { ours, bare, source }: Runs): readonly Row[] {
  const row = (measure: string, starts: readonly Start[], of: keyof Start, aim?: string): Row => ({
    measure: `${measure}, ${which} start, ms`,
    emulator: middle(starts, of).toFixed(0),
    bare: middle(bare, of).toFixed(0),
    ratio: median(starts.map((start, i) => start[of] / (bare[i]?.[of] ?? Number.NaN))),
    ...(aim && { aim }),
  })
  return [
    row('`Ready.`, built', ours, 'readyMs', '≤ 1.1'),
    row('first answer, built', ours, 'answeredMs', '≤ 1.5'),
    row('`Ready.`, from source', source, 'readyMs'),
  ]
}

/** Starts in turns: with an empty compile cache, as after an installation, and with a filled one. */
export async function startUp(bareFile: string, folder: string): Promise<readonly Row[]> {
  const fresh = () => mkdtemp(join(folder, 'cache-'))
  const kept = await fresh()
  const [first, later] = [none(), none()]
  await round(none(), bareFile, async () => kept)
  for (let i = 0; i < rounds; i++) {
    await round(first, bareFile, fresh)
    await round(later, bareFile, async () => kept)
  }
  return [...rows('first', first), ...rows('later', later)]
}
