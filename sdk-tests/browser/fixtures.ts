import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from 'vitest'
import type { EmulatorTarget } from '#contracts/target.ts'
import { startEmulatorTarget } from '../setup/target.ts'
import { startChromium } from './chromium.ts'
import { type Gate, startGate } from './gate.ts'
import { mediaFile } from './media-file.ts'
import { digestOf } from './seen.ts'
import { startSite } from './site.ts'
import { visit } from './upload-page.ts'

/** A test that makes real films and pictures, each by its name and size in bytes, on a visitor's disk. */
export const fileTest = base
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from this pattern that nothing else is needed.
  .extend('file', async ({}, { onCleanup }) => {
    const folder = await mkdtemp(join(tmpdir(), 'vod-emulator-browser-'))
    onCleanup(() => rm(folder, { recursive: true }))
    return async (name: string, size: number) => {
      const path = join(folder, name)
      const content = mediaFile(name, size)
      await writeFile(path, content)
      return { path, digest: digestOf(content) }
    }
  })

/** A test with a Chromium, an emulator behind a gate, and a site of another origin; one of each for a file. */
export const test = fileTest
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  .extend('browser', { scope: 'file' }, async ({}, { onCleanup }) => {
    const browser = await startChromium()
    onCleanup(() => browser.close())
    return browser
  })
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  .extend('target', { scope: 'file' }, async ({}, { onCleanup }) => {
    const target = await startEmulatorTarget()
    onCleanup(() => target[Symbol.asyncDispose]())
    return target as EmulatorTarget
  })
  .extend('gate', { scope: 'file' }, async ({ target }, { onCleanup }) => {
    const gate = await startGate(target.bucket.endpoint)
    onCleanup(() => gate[Symbol.asyncDispose]())
    return gate as Gate
  })
  .extend('site', { scope: 'file' }, async ({ gate }, { onCleanup }) => {
    const site = await startSite({ endpoint: gate.origin })
    onCleanup(() => site[Symbol.asyncDispose]())
    return site.origin
  })
  .extend('visitor', async ({ browser, site, task }, { onCleanup }) => {
    const visitor = await visit(browser, site, task.name)
    onCleanup(() => visitor[Symbol.asyncDispose]())
    return visitor
  })
