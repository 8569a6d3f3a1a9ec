import type { Outgoing } from './client.ts'
import type { Row } from './table.ts'
import { rowOf, sendTo, type Target, type Turn } from './turns.ts'

export const kibibyte = 1024
export const mebibyte = 1024 ** 2

/** Objects of one size by some clients at once. */
export interface Case {
  readonly name: string
  readonly clients: number
  /** What a client writes at once, bytes, and how often for one object. */
  readonly block: number
  readonly blocks: number
  readonly objects: number
  readonly turns: number
  readonly aims: Readonly<Record<'put' | 'get', string>>
}

/** A server that takes objects in and gives them out. */
export interface Side extends Target {
  /** An upload of one block, so many times over. */
  putOf(key: string, block: Buffer, blocks: number): Outgoing | Promise<Outgoing>
  getOf(key: string): Outgoing | Promise<Outgoing>
  /** Removes all that was put. */
  empty(): Promise<void>
}

/** Every object in, then every object out, and nothing is left. */
async function pass(side: Side, { clients, objects, ...size }: Case) {
  const block = Buffer.alloc(size.block, 'bytes of no meaning, ')
  const keys = Array.from({ length: objects }, (_, i) => `object-${i}`)
  const puts = await Promise.all(keys.map((key) => side.putOf(key, block, size.blocks)))
  const gets = await Promise.all(keys.map((key) => side.getOf(key)))
  const put = await sendTo(side, puts, { connections: clients })
  const get = await sendTo(side, gets, { connections: clients })
  await side.empty()
  return { put, get }
}

/** Objects of one kind through either server in turns; what one wrote is gone before the other writes. */
export async function compare(ours: Side, theirs: Side, kind: Case): Promise<readonly Row[]> {
  const [puts, gets]: [Turn[], Turn[]] = [[], []]
  // Compilers and caches become warm with the first turn; a large object warms them by itself.
  const warmUps = kind.blocks === 1 ? 2 : 0
  for (let i = 0; i < warmUps + kind.turns; i++) {
    const our = await pass(ours, kind)
    const their = await pass(theirs, kind)
    if (i < warmUps) continue
    puts.push({ ours: our.put, theirs: their.put })
    gets.push({ ours: our.get, theirs: their.get })
  }
  const inMebibytes = kind.block * kind.blocks > kibibyte
  const amount = inMebibytes ? (kind.objects * kind.block * kind.blocks) / mebibyte : kind.objects
  const what = `${kind.name}, ${kind.clients === 1 ? '1 client' : `${kind.clients} clients`}, ${inMebibytes ? 'MiB/s' : 'objects/s'}`
  return [
    rowOf({ measure: `put ${what}`, amount, aim: kind.aims.put }, puts),
    rowOf({ measure: `get ${what}`, amount, aim: kind.aims.get }, gets),
  ]
}
