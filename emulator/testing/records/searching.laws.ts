import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { MediaRecord } from '../../ports/records/media.ts'
import type { Condition, Query } from '../../ports/records/query.ts'
import type { KeyRange, Page, Records } from '../../ports/records/records.ts'
import { found, listed } from './model.ts'
import { inList, key, media, number, owner, someMedia } from './samples.ts'

type Media = readonly (readonly [string, MediaRecord | undefined])[]

/** Media under keys that meet: later ones replace or remove earlier ones. */
const changes: fc.Arbitrary<Media> = fc.array(
  fc.tuple(key, fc.option(someMedia, { nil: undefined, freq: 5 })),
  { maxLength: 20 },
)

/** Changes of two media. */
const replacements: fc.Arbitrary<Media> = fc.array(
  fc.tuple(fc.constantFrom('a', 'b'), fc.option(someMedia, { nil: undefined, freq: 3 })),
  { minLength: 1, maxLength: 3 },
)

const commit = (records: Records, media: Media): Promise<void> =>
  records.commit(
    media.map(([one, value]) => ({ kind: 'media', key: one, ...(value && { value }) })),
  )

function applyTo(model: Map<string, MediaRecord>, media: Media): void {
  for (const [one, value] of media) {
    if (value) model.set(one, value)
    else model.delete(one)
  }
}

/** Searches between the changes too, for an adapter may begin to keep an order with the first search. */
async function keep(records: Records, batches: readonly Media[], search: () => Promise<unknown>) {
  await records.clear()
  const model = new Map<string, MediaRecord>()
  for (const batch of batches) {
    await search()
    await commit(records, batch)
    applyTo(model, batch)
  }
  return model
}

/** All pages of a search, each as large as the limit allows. */
async function pagesOf(
  limit: number,
  turn: (after: string | undefined) => Promise<Page<'media'>>,
): Promise<readonly Page<'media'>[]> {
  const pages: Page<'media'>[] = []
  let after: string | undefined
  do {
    const page = await turn(after)
    pages.push(page)
    after = page.next
    const size = page.items.length + page.prefixes.length
    if (after === undefined) expect(size).toBeLessThanOrEqual(limit)
    else expect(size).toBe(limit)
  } while (after !== undefined)
  return pages
}

const bytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

const entriesOf = (pages: readonly Page<'media'>[]) =>
  pages.flatMap(({ items, prefixes }) => [...items.map((one) => one.key), ...prefixes].sort(bytes))

const limit = fc.integer({ min: 1, max: 7 })

const conditions = fc.letrec<{ condition: Condition<'media'> }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 2 },
    fc.record({ field: fc.constant('title' as const), equals: key }),
    fc.record({
      field: fc.constant('cateIds' as const),
      in: fc.array(fc.integer({ min: -1, max: 2 })),
    }),
    fc.record({
      field: fc.constant('createdAtMs' as const),
      within: fc.record({ from: number, upTo: number }, { requiredKeys: [] }),
    }),
    fc.record({
      field: fc.constant('title' as const),
      within: fc.record({ from: key, upTo: key }, { requiredKeys: [] }),
    }),
    fc.record({ field: fc.constant('title' as const), contains: key }),
    fc.record({ all: fc.array(tie('condition'), { maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('condition'), { maxLength: 3 }) }),
  ),
})).condition

/** Another account has some of the media too. */
const owned = {
  accountId: fc.constantFrom(owner.accountId, '2'),
  region: fc.constant(owner.region),
  lists: fc.constantFrom('attached' as const, 'image' as const),
}

const status = fc.constantFrom('Uploading' as const, 'Normal' as const)
const cateIds = fc.integer({ min: -1, max: 3 })

const placed = {
  accountId: owned.accountId,
  region: owned.region,
  kind: fc.constantFrom('attached-media' as const, 'video' as const),
}
const stored = { ...placed, storageLocation: fc.constantFrom('', 'a') }

const index = fc.oneof(
  fc.record({
    index: fc.constantFrom('created' as const, 'modified' as const),
    equal: fc.record(owned),
  }),
  fc.record({
    index: fc.constant('status' as const),
    equal: fc.record({
      ...owned,
      status,
    }),
  }),
  fc.record({
    index: fc.constant('category' as const),
    equal: fc.record({ ...owned, cateIds }),
  }),
  fc.record({
    index: fc.constant('categoryStatus' as const),
    equal: fc.record({ ...placed, cateIds, status }),
  }),
  fc.record({ index: fc.constant('storage' as const), equal: fc.record(stored) }),
  fc.record({
    index: fc.constant('storageStatus' as const),
    equal: fc.record({ ...stored, status }),
  }),
  fc.record({
    index: fc.constant('storageCategory' as const),
    equal: fc.record({ ...stored, cateIds }),
  }),
  fc.record({
    index: fc.constant('storageCategoryStatus' as const),
    equal: fc.record({ ...stored, cateIds, status }),
  }),
)

const queries: fc.Arbitrary<Query<'media'>> = fc
  .tuple(
    index,
    fc.record(
      {
        range: fc.record({ from: number, upTo: number }, { requiredKeys: [] }),
        where: conditions,
        order: fc.constantFrom('ascending' as const, 'descending' as const),
        skip: fc.nat({ max: 9 }),
      },
      { requiredKeys: [] },
    ),
    limit,
  )
  .map(([by, rest, size]) => ({ ...by, ...rest, limit: size }))

const ranges: fc.Arbitrary<KeyRange> = fc.record(
  { prefix: key, after: key, limit, delimiter: fc.constantFrom('/', 'a', '//', '\u{10ffff}', '') },
  { requiredKeys: ['limit'] },
)

/** How records are listed by their keys, and found by their indexes. */
export function searchingLaws(records: () => Records): void {
  test('lists like a sorted list, page by page', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(changes, { maxLength: 3 }), ranges, async (batches, range) => {
        const list = (after = range.after) => records().list('media', { ...range, after })
        const model = await keep(records(), batches, list)

        const pages = await pagesOf(range.limit, list)

        expect(entriesOf(pages)).toEqual(listed(model, range))
      }),
    )
  })

  test('finds like a filter over a sorted list, page by page', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(changes, { maxLength: 3 }), queries, async (batches, query) => {
        const { skip } = query
        const find = (after?: string) =>
          records().find('media', { ...query, after, skip: after === undefined ? skip : 0 })
        const model = await keep(records(), batches, find)

        const pages = await pagesOf(query.limit, find)

        const items = pages.flatMap((page) => page.items)
        expect(items.map((one) => one.key)).toEqual(found(model, query))
        for (const one of items) expect(one.value).toEqual(model.get(one.key))
      }),
    )
  })

  test('counts like a filter over a list', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(changes, { maxLength: 3 }), queries, async (batches, query) => {
        const count = () => records().count('media', query)
        const model = await keep(records(), batches, count)

        expect(await count()).toBe(found(model, { ...query, skip: 0 }).length)
      }),
    )
  })

  test('counts as media are replaced and removed, by commits that wait together too', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(replacements, { maxLength: 4 }),
        queries,
        async (batches, query) => {
          const { where: _, range: __, ...selection } = query
          const count = () => records().count('media', selection)
          await records().clear()
          const model = new Map<string, MediaRecord>()
          for (const batch of batches) applyTo(model, batch)
          expect(await count()).toBe(0)

          await Promise.all(batches.map((batch) => commit(records(), batch)))

          expect(await count()).toBe(found(model, { ...selection, skip: 0 }).length)
        },
      ),
    )
  })

  test.for(['find', 'count'] as const)(
    'lets others have their turn while it looks through many: %s',
    async (method) => {
      const many = Array.from({ length: 2200 }, (_, i) => [`${i}`, media] as const)
      await commit(records(), many)
      const where = { field: 'title', equals: 'nobody' } as const
      const query = { index: 'created', equal: inList, where, limit: 1 } as const
      let isOver = false
      const search = async () => {
        await records()[method]('media', query)
        isOver = true
      }
      const searching = search()

      let turns = 0
      for (; !isOver; turns++) await turn()

      await searching
      expect(turns).toBeGreaterThan(2)
    },
  )

  test('counts no records that were cleared', async () => {
    const selection = { index: 'created', equal: inList } as const
    await records().commit([{ kind: 'media', key: 'm1', value: media }])
    expect(await records().count('media', selection)).toBe(1)

    await records().clear([{ kind: 'media', key: 'm2', value: media }])

    expect(await records().count('media', selection)).toBe(1)
  })

  test('lists by bytes, not by UTF-16 code units', async () => {
    for (const one of ['\u{10000}', '\uffff'])
      await records().commit([{ kind: 'media', key: one, value: media }])

    const { items } = await records().list('media', { limit: 2 })

    expect(items.map((one) => one.key)).toEqual(['\uffff', '\u{10000}'])
  })

  test('lists only what begins with the prefix, the prefix itself included', async () => {
    const keys = ['a', 'a/', 'a/1', 'a/10', 'a/2', 'a0', 'b/1', 'A/1']
    await records().commit(keys.map((one) => ({ kind: 'media', key: one, value: media })))

    const under = async (prefix: string) =>
      (await records().list('media', { prefix, limit: 10 })).items.map((one) => one.key)

    expect(await under('a/')).toEqual(['a/', 'a/1', 'a/10', 'a/2'])
    expect(await under('a/1')).toEqual(['a/1', 'a/10'])
    expect(await under('a')).toEqual(['a', 'a/', 'a/1', 'a/10', 'a/2', 'a0'])
    expect(await under('c')).toEqual([])
    expect(await under('')).toHaveLength(keys.length)
  })

  test('lists keys with a common prefix as one, and goes on after it', async () => {
    const keys = ['a/1', 'a/2', 'b', 'c/1', 'c/2']
    await records().commit(keys.map((one) => ({ kind: 'media', key: one, value: media })))

    const first = await records().list('media', { delimiter: '/', limit: 1 })
    const rest = await records().list('media', { delimiter: '/', after: 'a/', limit: 2 })

    expect(first).toEqual({ items: [], prefixes: ['a/'], next: 'a/' })
    expect(rest.items.map((one) => one.key)).toEqual(['b'])
    expect(rest.prefixes).toEqual(['c/'])
    expect(rest.next).toBeUndefined()
  })

  test('leaves a page as it was when records change', async () => {
    await records().commit([{ kind: 'address', key: 'k', value: { mediaId: '1' } }])
    const { items } = await records().list('address', { limit: 10 })
    await records().commit([{ kind: 'address', key: 'k', value: { mediaId: '2' } }])

    expect(items.map(({ value }) => value)).toEqual([{ mediaId: '1' }])
  })

  test('goes on where a page ended though its last record is gone', async () => {
    const keys = ['1', '2', '3']
    await records().commit(keys.map((one) => ({ kind: 'media', key: one, value: media })))
    const query = { index: 'created', equal: inList, order: 'descending', limit: 1 } as const
    const { items, next } = await records().find('media', query)
    await records().commit([{ kind: 'media', key: '3' }])

    const rest = await records().find('media', { ...query, after: next, limit: 5 })

    expect(items.map((one) => one.key)).toEqual(['3'])
    expect(rest.items.map((one) => one.key)).toEqual(['2', '1'])
  })
}
