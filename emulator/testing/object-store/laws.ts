import { hash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bodyOf, bytesOf, facts, failing, measured, readAll } from './bodies.ts'
import { histories, type Model } from './commands.ts'
import { at, type OpenObjectStore, subjectOf } from './subject.ts'
import { uploadLaws } from './upload-laws.ts'

const kibibyte = 1024

/** What every object store does. Each test opens a store of its own. */
export function objectStoreLaws(name: string, open: OpenObjectStore): void {
  describe(`the object store ${name}`, () => {
    const subject = subjectOf(open)
    const { store, leftovers, reopening, put, putPart, putParts, putJoined } = subject
    uploadLaws(subject)

    test('can be used', async () => {
      expect(await store().health()).toEqual([])
    })

    test('answers like a map of bytes after any history, and leaves nothing behind', async () => {
      await fc.assert(
        fc.asyncProperty(histories, async (commands) => {
          await store().clear()
          const model: Model = { current: [], replaced: [], uploads: [] }
          await fc.asyncModelRun(() => ({ model, real: store() }), commands)

          for (const entry of model.current) {
            expect(await readAll(store(), entry.at, entry.revision)).toEqual(entry.bytes)
          }
          for (const entry of [...model.current, ...model.replaced]) {
            await store().remove(entry.at, entry.revision)
          }
          for (const upload of model.uploads) await store().removeUpload(upload.at, upload.handle)
          expect(await leftovers()).toEqual([])
        }),
      )
    })

    test.for([
      0,
      1,
      256 * kibibyte - 1,
      256 * kibibyte,
      256 * kibibyte + 1,
      1_000_003,
      11 * 1024 * kibibyte,
    ])('gives %i bytes back as they were', async (size) => {
      const bytes = bytesOf(size)

      const unmeasured = await put(bytes)
      const announced = await store().put(at, measured(bodyOf(bytes, 50_000), size), facts)

      for (const { revision, size: stored, md5 } of [unmeasured, announced]) {
        expect(stored).toBe(size)
        expect(md5).toEqual(hash('md5', bytes, 'buffer'))
        expect((await readAll(store(), at, revision))?.equals(bytes)).toBe(true)
      }
    })

    test('gives any range of an object of parts', async () => {
      const parts = fc.array(fc.uint8Array({ maxLength: 9 }), { minLength: 1, maxLength: 12 })

      await fc.assert(
        fc.asyncProperty(parts, fc.nat(), fc.nat(), async (arrays, from, to) => {
          const bytes = Buffer.concat(arrays)
          fc.pre(bytes.length > 0)
          const [first = 0, last = 0] = [from, to]
            .map((offset) => offset % bytes.length)
            .sort((a, b) => a - b)
          const { revision } = await putJoined(arrays.map((array) => Buffer.from(array)))

          const answer = await readAll(store(), at, revision, { first, last })

          expect(answer).toEqual(bytes.subarray(first, last + 1))
        }),
      )
    })

    test.for(['', '.', '..', '../objects', 'a/b', '0'.repeat(32), '\0'])(
      'knows no revision %j',
      async (revision) => {
        await store().put(at, bodyOf(bytesOf(3)), facts)

        await store().remove(at, revision)

        expect(await store().get(at, revision)).toBeUndefined()
      },
    )

    test('gives a later put of the same key another revision, which outlives the first', async () => {
      const first = await put(bytesOf(10))
      const second = await put(bytesOf(20))

      await store().remove(at, first.revision)
      await store().remove(at, first.revision)

      expect(second.revision).not.toBe(first.revision)
      expect(await store().get(at, first.revision)).toBeUndefined()
      expect(await readAll(store(), at, second.revision)).toEqual(bytesOf(20))
    })

    test('has what was there before, when a put is taken back', async () => {
      const first = await put(bytesOf(10))
      const second = await put(bytesOf(20))

      await store().remove(at, second.revision)

      expect(await readAll(store(), at, first.revision)).toEqual(bytesOf(10))
    })

    const big = [1, 2, 3].map((seed) => bytesOf(400 * kibibyte, seed))
    const kinds = [
      { kind: 'an object', make: () => put(Buffer.concat(big)) },
      { kind: 'an object of parts', make: () => putJoined(big) },
    ]

    test.for(kinds)(
      'lets an open stream of $kind survive replacement and removal',
      async ({ make }) => {
        const { revision } = await make()
        const stream = await store().get(at, revision)

        await put(bytesOf(5))
        await store().remove(at, revision)

        const bytes = Buffer.concat((await stream?.toArray()) ?? [])
        expect(bytes.equals(Buffer.concat(big))).toBe(true)
      },
    )

    test.for(kinds)('lets an open stream of $kind survive clearing', async ({ make }) => {
      const { revision } = await make()
      const stream = await store().get(at, revision)

      await store().clear()

      const bytes = Buffer.concat((await stream?.toArray()) ?? [])
      expect(bytes.equals(Buffer.concat(big))).toBe(true)
      expect(await leftovers()).toEqual([])
    })

    test.for(kinds)('removes $kind when its last reader is done', async ({ make }) => {
      const { revision } = await make()
      const [first, second] = [await store().get(at, revision), await store().get(at, revision)]
      await store().remove(at, revision)

      const later = await store().get(at, revision)
      await first?.toArray()
      const bytes = Buffer.concat((await second?.toArray()) ?? [])

      expect(later).toBeUndefined()
      expect(bytes.equals(Buffer.concat(big))).toBe(true)
      expect(await leftovers()).toEqual([])
    })

    test.for(kinds)('removes $kind when its readers give up, early or midway', async ({ make }) => {
      const { revision } = await make()
      const [early, midway] = [await store().get(at, revision), await store().get(at, revision)]
      await store().remove(at, revision)

      await new Promise((resolve) => early?.once('close', resolve).destroy())
      await new Promise((resolve) => {
        midway?.once('close', resolve).once('data', () => midway.destroy())
      })

      expect(await leftovers()).toEqual([])
    })

    test.for([0, 1, 1000 * kibibyte])(
      'keeps nothing of a body that fails after %i bytes',
      async (size) => {
        const error = new Error('the client went away')
        const handle = await store().createUpload(at, facts)
        const before = await leftovers()
        const body = () => failing(bytesOf(size), error)

        for (const make of [body, () => measured(body(), size + 1)]) {
          await expect(store().put(at, make(), facts)).rejects.toBe(error)
          await expect(store().putPart(at, handle, 1, make())).rejects.toBe(error)
        }

        expect(await leftovers()).toEqual(before)
      },
    )

    test('spares in a sweep what waits for its record', async () => {
      const object = await put(bytesOf(10))
      const { handle, parts } = await putParts([bytesOf(20)])

      await store().sweep({ revisions: new Set(), handles: new Set() })

      expect(await readAll(store(), at, object.revision)).toEqual(bytesOf(10))
      expect((await store().completeUpload(at, handle, parts)).size).toBe(20)
    })

    test('sweeps what a killed process left without a record, and nothing else', async ({
      skip,
    }) => {
      const reopen = reopening()
      if (!reopen) return skip('nothing survives the process')
      const kept = await store().put(at, bodyOf(bytesOf(10)), facts)
      const { handle, parts } = await putParts([bytesOf(20)])
      const before = await leftovers()
      await putPart(handle, 2, bytesOf(30))
      await putParts([bytesOf(40)])
      await store().put({ ...at, key: 'orphan' }, bodyOf(bytesOf(50)), facts)
      const revisions = new Set([kept, ...parts].map(({ revision }) => revision))

      const later = await reopen()
      const removed = await later.sweep({ revisions, handles: new Set([handle]) })

      expect(removed).toBeGreaterThanOrEqual(3)
      expect(await leftovers()).toEqual(before)
      expect(await readAll(later, at, kept.revision)).toEqual(bytesOf(10))
      expect((await later.completeUpload(at, handle, parts)).size).toBe(20)
      await later.close()
    })

    test('holds nothing after it was cleared', async () => {
      const { revision } = await put(bytesOf(10))
      const { handle } = await putParts([bytesOf(20)])

      await store().clear()

      expect(await store().get(at, revision)).toBeUndefined()
      await expect(putPart(handle, 2, bytesOf(5))).rejects.toThrow()
      expect(await leftovers()).toEqual([])
    })
  })
}
