import { join } from 'node:path'
import { makeCalls } from './many-calls.ts'
import { type Launched, launchNode } from './servers/launch.ts'
import { built } from './servers/programs.ts'
import { creation, v1 } from './signed-calls.ts'
import { median } from './statistics.ts'
import type { Row } from './table.ts'

const media = 100_000
const turns = 25
const warmUpTurns = 5

async function ask({ port }: Launched, path: string, body?: object): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const change = body && { method: 'POST', headers, body: JSON.stringify(body) }
  const response = await fetch(`http://127.0.0.1:${port}/_emulator/${path}`, change)
  if (!response.ok) throw new Error(`${path}: ${response.status}`)
  await response.arrayBuffer()
}

/** From the request that moves the clock to the answer of the one after it: what goes on in between would hold it up. */
async function moved(server: Launched): Promise<number> {
  const startedAt = performance.now()
  await ask(server, 'clock', { advance: 1 })
  await ask(server, 'health')
  return performance.now() - startedAt
}

async function row(store: string, options: readonly string[]): Promise<Row> {
  await using server = await launchNode([...built, ...options])
  await makeCalls(server, v1(creation), media)
  const times: number[] = []
  for (let i = 0; i < warmUpTurns + turns; i++) {
    const ms = await moved(server)
    if (i >= warmUpTurns) times.push(ms)
  }
  return {
    measure: `clock.advance, ${store}, 100,000 media, nothing due, ms`,
    emulator: median(times).toFixed(1),
    aim: '≤ 5',
    note: 'with the next answer after it',
  }
}

/** Moves of the clock by one second over HTTP, by which nothing becomes due. */
export const clock = async (folder: string): Promise<readonly Row[]> => [
  await row('memory', []),
  await row('SQLite', ['--data', join(folder, 'clock')]),
]
