import { EventEmitter, once } from 'node:events'
import { watch } from 'node:fs'
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
  /** Waits until the remains are as they should be, looking whenever something in the store changes. */
  until(holds: (remains: readonly string[]) => boolean): Promise<void>
}

const own: ReadonlySet<string> = new Set(['incoming', 'objects', 'uploads'])

async function under(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => !own.has(path))
}

/** Looks at what is under a folder now and after every change there, until it is as it should be. */
async function untilUnder(
  folder: string,
  holds: (remains: readonly string[]) => boolean,
): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const folders = entries.filter((entry) => entry.isDirectory())
  const changes = new EventEmitter()
  const watchers = [folder, ...folders.map((entry) => join(entry.parentPath, entry.name))].map(
    (path) => watch(path, () => changes.emit('change')).on('error', () => undefined),
  )
  try {
    for (;;) {
      const changed = once(changes, 'change')
      if (holds(await under(folder))) return
      await changed
    }
  } finally {
    for (const watcher of watchers) watcher.close()
  }
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
  const objects = join(folder, 'objects')
  return { target, remains: () => under(objects), until: (holds) => untilUnder(objects, holds) }
})
