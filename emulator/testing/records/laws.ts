import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Records } from '../../ports/records/records.ts'
import { committingLaws } from './committing.laws.ts'
import { dueWorkLaws } from './due-work.laws.ts'
import { interleavingLaws } from './interleaving.laws.ts'
import { searchingLaws } from './searching.laws.ts'

/** Empty records, as two emulators have them open; the same twice where only one can. */
export type Opened = readonly [Records, Records]

/** For hangs: of a database in WebAssembly, on a slow machine, a property asks thousands of things. */
const maxTestMs = 240_000

/** What all records do. Each test opens some of its own. */
export function recordsLaws(name: string, open: () => Promise<Opened>): void {
  describe(`records ${name}`, { timeout: maxTestMs }, () => {
    let opened: Opened
    beforeEach(async () => {
      opened = await open()
    })
    afterEach(async () => {
      for (const one of new Set(opened)) await one.close()
    })

    committingLaws(() => opened[0])
    searchingLaws(() => opened[0])
    interleavingLaws(() => opened)
    dueWorkLaws(() => opened)

    test('can be kept', async () => {
      expect(await opened[0].health()).toEqual([])
    })

    test('keep what waits when they are closed', async () => {
      const waiting = opened[0].commit([{ kind: 'address', key: 'k', value: { mediaId: 'm' } }])

      await opened[0].close()

      await expect(waiting).resolves.toBeUndefined()
      opened = await open()
    })
  })
}
