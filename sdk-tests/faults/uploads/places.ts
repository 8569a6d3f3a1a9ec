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

/** A test with a data folder of its own. */
export const inFolder = base.extend('folder', async ({ skip }, { onCleanup }) => {
  needsEmulator(skip)
  const folder = await mkdtemp(join(tmpdir(), 'vod-emulator-test-'))
  onCleanup(() => rm(folder, { recursive: true }))
  return folder
})

/** A test with an emulator and a data folder of its own. */
export const test = inFolder.extend('place', async ({ folder }, { onCleanup }): Promise<Place> => {
  const target = await startEmulatorTarget({ dataDir: folder })
  onCleanup(() => target[Symbol.asyncDispose]())
  return { target, remains: () => under(join(folder, 'objects')) }
})
