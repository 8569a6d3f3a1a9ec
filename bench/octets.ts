import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Sent, sendAll } from './client.ts'
import { type Launched, launchNode } from './servers/launch.ts'
import { built, reset } from './servers/programs.ts'
import { getOf, putOf } from './signed-objects.ts'
import type { Row } from './table.ts'
import { rowOf, type Turn } from './turns.ts'

const kibibyte = 1024
const mebibyte = 1024 ** 2

/** Objects of one size by some clients at once. */
interface Case {
  readonly name: string
  readonly clients: number
  /** What a client writes at once, bytes, and how often for one object. */
  readonly block: number
  readonly blocks: number
  readonly objects: number
  readonly turns: number
  readonly aim: string
}

const small = { name: '1 KiB', block: kibibyte, blocks: 1, turns: 9, aim: '≥ 0.75' }
const medium = { name: '1 MiB', block: mebibyte, blocks: 1, turns: 7, aim: '≥ 0.9' }
const large = { name: '256 MiB', block: mebibyte, blocks: 256, aim: '≥ 0.9' }

// Of 2 GiB at most: that much lies on the disk at once, of either program.
const cases: readonly Case[] = [
  { ...small, clients: 1, objects: 500 },
  { ...small, clients: 8, objects: 1000 },
  { ...medium, clients: 1, objects: 64 },
  { ...medium, clients: 8, objects: 128 },
  { ...large, clients: 1, objects: 1, turns: 5 },
  { ...large, clients: 8, objects: 8, turns: 3 },
]

interface Passed {
  readonly put: Sent
  readonly get: Sent
}

/** Every object in, then every object out. */
async function pass({ port }: Launched, { clients, objects, ...size }: Case): Promise<Passed> {
  const host = `127.0.0.1:${port}`
  const block = Buffer.alloc(size.block, 'octets of no meaning, ')
  const keys = Array.from({ length: objects }, (_, i) => `object-${i}`)
  const puts = keys.map((key) => putOf(key, host, block, size.blocks))
  const gets = keys.map((key) => getOf(key, host))
  return {
    put: await sendAll(port, puts, { connections: clients }),
    get: await sendAll(port, gets, { connections: clients }),
  }
}

async function empty(folder: string): Promise<void> {
  for (const name of await readdir(folder)) await rm(join(folder, name))
}

/** The emulator's turn, then the bare writer's; what one wrote is gone before the other writes. */
async function turn(emulator: Launched, bare: Launched, folder: string, kind: Case) {
  const ours = await pass(emulator, kind)
  await reset(emulator)
  const theirs = await pass(bare, kind)
  await empty(folder)
  return {
    put: { ours: ours.put, theirs: theirs.put },
    get: { ours: ours.get, theirs: theirs.get },
  }
}

async function compare(
  emulator: Launched,
  bare: Launched,
  folder: string,
  kind: Case,
): Promise<readonly Row[]> {
  const [puts, gets]: [Turn[], Turn[]] = [[], []]
  // Compilers and caches become warm with the first turn; a large object warms them by itself.
  const warmUps = kind.blocks === 1 ? 2 : 0
  for (let i = 0; i < warmUps + kind.turns; i++) {
    const { put, get } = await turn(emulator, bare, folder, kind)
    if (i < warmUps) continue
    puts.push(put)
    gets.push(get)
  }
  const inMebibytes = kind.block * kind.blocks > kibibyte
  const amount = inMebibytes ? (kind.objects * kind.block * kind.blocks) / mebibyte : kind.objects
  const what = `${kind.name}, ${kind.clients === 1 ? '1 client' : `${kind.clients} clients`}, ${inMebibytes ? 'MiB/s' : 'objects/s'}`
  return [
    rowOf({ measure: `put ${what}`, amount, aim: kind.aim }, puts),
    rowOf({ measure: `get ${what}`, amount, aim: '≥ 0.8' }, gets),
  ]
}

/** Object bodies in and out, beside a bare program that writes the same octets into files. */
export async function octets(bareFile: string, folder: string): Promise<readonly Row[]> {
  const bareFolder = join(folder, 'bare')
  await mkdir(bareFolder)
  await using emulator = await launchNode(built)
  await using bare = await launchNode([bareFile, bareFolder])
  const rows: Row[] = []
  for (const kind of cases) rows.push(...(await compare(emulator, bare, bareFolder, kind)))
  return rows
}
