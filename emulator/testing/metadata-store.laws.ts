import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Change, MediaRecord, MetadataStore, ObjectRecord } from '../ports/metadata-store.ts'

const media: MediaRecord = {
  mediaId: 'm1',
  kind: 'attached-media',
  businessType: 'watermark',
  status: 'Normal',
  bucket: 'outin',
  key: 'watermark/水印 😀.png',
  title: 'a "title"\n\\ \0 ü',
  tags: ['x', '', '😀'],
  cateIds: [1, -1, 2 ** 40],
  appId: 'app-1000000',
  storageLocation: '',
  size: 48.8e12,
  credentialExpiresAtMs: 1.7e12,
  createdAtMs: 0,
  modifiedAtMs: 1,
  history: [{ atMs: 0, event: 'created' }],
}

const unwritable = {
  ...media,
  toJSON() {
    throw new Error('not to be written')
  },
}

const object: ObjectRecord = {
  bucket: 'outin',
  key: 'a',
  revision: 'r1',
  size: 0,
  etag: 'D41D8CD98F00B204E9800998ECF8427E',
  crc64: '18446744073709551615',
  type: 'Normal',
  modifiedAtMs: 0,
  headers: { 'content-type': 'image/png', 'x-oss-meta-__proto__': '1', ['__proto__']: 'own' },
}

const address = (key: string, value?: string): Change =>
  value === undefined ? { kind: 'address', key } : { kind: 'address', key, value }

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

const expected = (model: ReadonlyMap<string, string>, prefix: string) =>
  [...model].filter(([key]) => key.startsWith(prefix)).sort(([a], [b]) => byBytes(a, b))

/** Few letters, so that keys meet; the last three stand in another order by UTF-16 than by UTF-8. */
const letter = fc.constantFrom('/', 'a', 'b', '%', '\0', 'é', '\ud7ff', '\uffff', '\u{10ffff}')
const key = fc.string({ unit: letter, maxLength: 4 })
const change = fc.record(
  { key, value: fc.string({ unit: 'binary', maxLength: 3 }) },
  { requiredKeys: ['key'] },
)

/** What every metadata store does. Each test opens a store of its own. */
export function metadataStoreLaws(name: string, open: () => Promise<MetadataStore>): void {
  describe(`the metadata store ${name}`, () => {
    let store: MetadataStore
    beforeEach(async () => {
      store = await open()
    })
    afterEach(() => store.close())

    test('answers like a sorted map after any commits', async () => {
      const commits = fc.array(fc.array(change, { maxLength: 5 }), { maxLength: 8 })

      await fc.assert(
        fc.asyncProperty(commits, key, async (batches, prefix) => {
          await store.clear()
          const model = new Map<string, string>()
          for (const batch of batches) {
            await store.commit(batch.map((one) => address(one.key, one.value)))
            for (const one of batch) {
              if (one.value === undefined) model.delete(one.key)
              else model.set(one.key, one.value)
            }
          }

          expect(store.list('address')).toEqual(expected(model, ''))
          expect(store.list('address', prefix)).toEqual(expected(model, prefix))
          expect(store.get('address', prefix)).toBe(model.get(prefix))
        }),
      )
    })

    test('lists by bytes, not by UTF-16 code units', async () => {
      await store.commit([address('\u{10000}', 'last'), address('\uffff', 'first')])

      expect(store.list('address').map(([, value]) => value)).toEqual(['first', 'last'])
    })

    test('lists only what begins with the prefix, the prefix itself included', async () => {
      const keys = ['a', 'a/', 'a/1', 'a/10', 'a/2', 'a0', 'b/1', 'A/1']
      await store.commit(keys.map((one) => address(one, one)))

      const listed = (prefix?: string) => store.list('address', prefix).map(([one]) => one)

      expect(listed('a/')).toEqual(['a/', 'a/1', 'a/10', 'a/2'])
      expect(listed('a/1')).toEqual(['a/1', 'a/10'])
      expect(listed('a')).toEqual(['a', 'a/', 'a/1', 'a/10', 'a/2', 'a0'])
      expect(listed('c')).toEqual([])
      expect(listed('')).toEqual(listed())
      expect(listed()).toHaveLength(keys.length)
    })

    test('gives records back as they were', async () => {
      await store.commit([
        { kind: 'media', key: 'm1', value: media },
        { kind: 'object', key: 'outin/a', value: object },
        { kind: 'counter', key: 'generation', value: 0 },
        { kind: 'address', key: 'outin/a', value: '' },
      ])

      expect(store.get('media', 'm1')).toEqual(media)
      expect(store.get('object', 'outin/a')).toEqual(object)
      expect(store.get('counter', 'generation')).toBe(0)
      expect(store.get('address', 'outin/a')).toBe('')
    })

    test('keeps kinds apart', async () => {
      await store.commit([
        { kind: 'address', key: 'x', value: 'm1' },
        { kind: 'counter', key: 'x', value: 7 },
      ])
      await store.commit([{ kind: 'counter', key: 'x' }])

      expect(store.get('address', 'x')).toBe('m1')
      expect(store.get('counter', 'x')).toBeUndefined()
      expect(store.list('counter')).toEqual([])
    })

    test('shows a change before its promise settles', async () => {
      const settled = store.commit([address('k', 'v')])
      const seen = store.get('address', 'k')
      await settled

      expect(seen).toBe('v')
    })

    test('applies changes of one commit in order', async () => {
      await store.commit([address('k', '1'), address('k'), address('k', '2'), address('l', '1')])
      await store.commit([address('l', '2'), address('l')])

      expect(store.list('address')).toEqual([['k', '2']])
    })

    test('takes the removal of what is not there', async () => {
      await store.commit([address('k')])

      expect(store.get('address', 'k')).toBeUndefined()
    })

    test('leaves a listing as it was when records change', async () => {
      await store.commit([address('k', '1')])
      const listed = store.list('address')
      await store.commit([address('k', '2'), address('l', '1')])

      expect(listed).toEqual([['k', '1']])
    })

    test('commits all changes or none, and works on after a failure', async () => {
      await store.commit([address('k', 'old')])

      await store
        .commit([address('k', 'new'), { kind: 'media', key: 'm1', value: unwritable }])
        .catch(() => 'refused by stores that write JSON')

      const committed = store.get('media', 'm1') !== undefined
      expect(store.get('address', 'k')).toBe(committed ? 'new' : 'old')
      await store.commit([address('k', 'later')])
      expect(store.get('address', 'k')).toBe('later')
    })

    test('keeps commits that wait together apart, and in their order', async () => {
      const commits = fc.array(fc.array(change, { maxLength: 5 }), { maxLength: 8 })

      await fc.assert(
        fc.asyncProperty(commits, async (batches) => {
          await store.clear()
          const model = new Map<string, string>()
          const waiting = batches.map((batch) => {
            const made = store.commit(batch.map((one) => address(one.key, one.value)))
            for (const one of batch) {
              if (one.value === undefined) model.delete(one.key)
              else model.set(one.key, one.value)
            }
            expect(store.list('address')).toEqual(expected(model, ''))
            return made
          })
          await Promise.all(waiting)

          expect(store.list('address')).toEqual(expected(model, ''))
        }),
      )
    })

    test('lets no commit fail its neighbours', async () => {
      const before = store.commit([address('k', 'before'), address('l', 'before')])
      const failing = store.commit([
        address('k', 'failing'),
        { kind: 'media', key: 'm1', value: unwritable },
      ])
      const after = store.commit([address('l', 'after')])

      const [first, second, third] = await Promise.allSettled([before, failing, after])

      expect([first.status, third.status]).toEqual(['fulfilled', 'fulfilled'])
      expect(store.get('address', 'k')).toBe(second.status === 'fulfilled' ? 'failing' : 'before')
      expect(store.get('address', 'l')).toBe('after')
    })

    test('clears between commits that wait together', async () => {
      const waiting = [
        store.commit([address('k', 'gone')]),
        store.clear([address('l', 'with it')]),
        store.commit([address('m', 'after')]),
      ]
      await Promise.all(waiting)

      expect(store.list('address').map(([one]) => one)).toEqual(['l', 'm'])
    })

    test('keeps what waits when it is closed', async () => {
      const waiting = store.commit([address('k', 'v')])

      await store.close()

      await expect(waiting).resolves.toBeUndefined()
      store = await open()
    })

    test('can keep records', async () => {
      expect(await store.health()).toEqual([])
    })

    test('is empty after it was cleared', async () => {
      await store.commit([address('a/k', 'v'), { kind: 'media', key: 'm1', value: media }])

      await store.clear()

      expect(store.get('address', 'a/k')).toBeUndefined()
      expect(store.list('address')).toEqual([])
      expect(store.list('media')).toEqual([])
    })
  })
}
