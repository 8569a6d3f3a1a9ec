import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Case, compare, kibibyte, mebibyte, type Side } from './objects.ts'
import { launchNode } from './servers/launch.ts'
import { built } from './servers/programs.ts'
import { emulatorSide, signedFor } from './signed-objects.ts'
import type { Row } from './table.ts'

const get = '≥ 0.8'
const aims = { put: '≥ 0.9', get }
const small = { name: '1 KiB', block: kibibyte, blocks: 1, turns: 9, aims: { put: '≥ 0.75', get } }
const medium = { name: '1 MiB', block: mebibyte, blocks: 1, turns: 7, aims }
const large = { name: '256 MiB', block: mebibyte, blocks: 256, aims }

// Of 2 GiB at most: that much lies on the disk at once, of either program.
const cases: readonly Case[] = [
  { ...small, clients: 1, objects: 500 },
  { ...small, clients: 8, objects: 1000 },
  { ...medium, clients: 1, objects: 64 },
  { ...medium, clients: 8, objects: 128 },
  { ...large, clients: 1, objects: 1, turns: 5 },
  { ...large, clients: 8, objects: 8, turns: 3 },
]

/** Object bodies in and out, beside a bare program that writes the same bytes into files. */
export async function bytes(bareFile: string, folder: string): Promise<readonly Row[]> {
  const bareFolder = join(folder, 'bare')
  await mkdir(bareFolder)
  await using emulator = await launchNode(built)
  await using bare = await launchNode([bareFile, bareFolder])
  const theirs: Side = {
    ...signedFor(bare),
    async empty() {
      for (const name of await readdir(bareFolder)) await rm(join(bareFolder, name))
    },
  }
  const rows: Row[] = []
  for (const kind of cases) rows.push(...(await compare(emulatorSide(emulator), theirs, kind)))
  return rows
}
