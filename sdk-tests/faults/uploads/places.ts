import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { test as base } from 'vitest'
import type { EmulatorTarget } from '#contracts/target.ts'
import { needsEmulator } from '../../setup/fixtures.ts'
import { startEmulatorTarget } from '../../setup/target.ts'

/** An emulator that keeps its objects where they can be looked at. */
export interface Place {
  readonly target: EmulatorTarget
  /** Files and folders in the store, besides its three own folders. */
  remains(): Promise<readonly string[]>
}

const own: ReadonlySet<string> = new Set(['incoming', 'objects', 'uploads'])

async function under(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => !own.has(path))
}

/** A test with an emulator and a data folder of its own. */
export const test = base.extend('place', async ({ skip }, { onCleanup }): Promise<Place> => {
  needsEmulator(skip)
  const dataDir = await mkdtemp(join(tmpdir(), 'vod-emulator-test-'))
  const target = await startEmulatorTarget({ dataDir })
  onCleanup(async () => {
    await target[Symbol.asyncDispose]()
    await rm(dataDir, { recursive: true })
  })
  return { target, remains: () => under(join(dataDir, 'objects')) }
})
