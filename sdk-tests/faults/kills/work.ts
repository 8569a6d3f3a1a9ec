import { AssertionError } from 'node:assert/strict'
import fc from 'fast-check'
import { bytes } from '../../setup/bytes.ts'
import type { Tick } from './exchange.ts'
import { contentOf, type Item, steps } from './ledger.ts'
import type { Process } from './process.ts'

const workers = 3

/** Maximum number of parts of an upload. */
export const maxParts = 3

/** What a run is repeated by. */
export const { seed = 0 } = fc.readConfigureGlobal()

/** A number below another. */
export type Dice = (below: number) => number

/** Dice that fall the same in every run with the same seed; `which` tells them apart. */
export function diceOf(which: number): Dice {
  const numbers = fc.sample(fc.nat(), { seed: seed + which, numRuns: 20_000 }).values()
  return (below) => (numbers.next().value ?? 0) % below
}

/** Comes back after some turns of the event loop. */
export async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise(setImmediate)
}

/** Kills at the n-th tick, or a few turns of the event loop behind it. */
function killer(running: Process, dice: Dice, maxTicks: number) {
  const { promise: struck, resolve: strike } = Promise.withResolvers<void>()
  let ticks = 1 + dice(maxTicks)
  const wait = dice(25)
  const killed = struck.then(() => turns(wait)).then(running.kill)
  const tick: Tick = () => {
    if (--ticks === 0) strike()
  }
  return { tick, killed, isStruck: () => ticks <= 0 }
}

/** One step of a client with an item: what is open is carried on, what is whole is read or replaced. */
async function step(client: ReturnType<typeof steps>, item: Item, dice: Dice): Promise<void> {
  const { object, parts } = item
  const part = () => contentOf(bytes(102_400 + dice(40_000), dice(256)))
  if (parts && parts.stored.size < 1 + dice(maxParts))
    return client.part(item, parts, parts.stored.size + 1, part())
  if (parts && parts.stored.size > 0) return client.complete(item, parts)
  if (parts) return client.part(item, parts, 1, part())
  if (object && dice(2) === 0) return client.read(item)
  if (dice(2) === 0) return client.initiate(item)
  return client.put(item, contentOf(bytes(dice(150_000), dice(256))))
}

/** What clients have done, and what they draw lots by. */
export interface History {
  readonly dice: Dice
  readonly items: Item[]
}

/** Works until the process is killed, at one of the first ticks. @returns the items that were touched */
export async function work(
  { items, dice }: History,
  running: Process,
  maxTicks: number,
): Promise<ReadonlySet<Item>> {
  const { tick, killed, isStruck } = killer(running, dice, maxTicks)
  const client = steps({ target: running.target, tick })
  const waiting = items.filter(({ object, parts }) => parts || !object)
  const touched = new Set<Item>()
  const next = async (): Promise<Item> => {
    const created = waiting.pop() ?? (await client.create())
    if (!items.includes(created)) items.push(created)
    touched.add(created)
    return created
  }
  const worker = async () => {
    while (!isStruck()) {
      const item = await next()
      for (let left = 1 + dice(5); left > 0; left--) await step(client, item, dice)
    }
  }
  const untilKilled = () =>
    worker().catch((error) => {
      if (error instanceof AssertionError || !isStruck()) throw error
    })
  await Promise.all([killed, ...Array.from({ length: workers }, untilKilled)])
  return touched
}
