import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { memoryRecords } from '../adapters/memory/records.ts'
import type { SeededCategory, SeededContent } from '../kernel/seed.ts'
import { type SeedOptions, seed, seedChanges } from './seed.ts'

const accountId = '1'

const optionsWith = (content?: SeededContent, others: Partial<SeedOptions> = {}): SeedOptions => ({
  accountId,
  bucket: 'default-bucket',
  region: 'cn-shanghai',
  accessKeys: [],
  cdnDomains: [],
  clock: Date.UTC(2026, 0, 1),
  ...(content && { seed: { accounts: { [accountId]: content } } }),
  ...others,
})

async function started(...starts: readonly SeedOptions[]) {
  const records = memoryRecords()
  for (const options of starts) await seed(records, options)
  return records
}

const keysOf = async (
  records: ReturnType<typeof memoryRecords>,
  kind: 'category' | 'application' | 'storage' | 'bucket' | 'messageCallback',
) => (await records.list(kind, { limit: 100 })).items.map(({ key }) => key)

const application = { appId: 'app-website', appName: 'website' }

describe('an account that was not there before', () => {
  test('has the examples of the reference page where no seed names it', async () => {
    const records = await started(optionsWith())

    expect(await keysOf(records, 'category')).toEqual(['1/1000000000', '1/12984346', '1/8130876'])
    expect(await keysOf(records, 'application')).toEqual(['1/app-1000000'])
    expect(await keysOf(records, 'bucket')).toEqual(['default-bucket'])
  })

  test('has what a seed names, and nothing else of that kind', async () => {
    const records = await started(
      optionsWith({
        categories: [{ cateId: 5, cateName: 'a', categories: [{ cateId: 6, cateName: 'b' }] }],
        materials: [{ cateId: 7, cateName: 'c' }],
        applications: [application],
        storage: [{ bucket: 'one' }, { bucket: 'two', region: 'cn-beijing' }, { bucket: 'other' }],
        callbacks: [{ callbackUrl: 'http://127.0.0.1/', eventTypeList: ['ALL'] }],
      }),
    )

    expect(await keysOf(records, 'category')).toEqual(['1/1000000000', '1/5', '1/6', '1/7'])
    expect((await records.get('category', '1/6'))?.value).toMatchObject({ parentId: 5, level: 1 })
    expect((await records.get('category', '1/7'))?.value).toMatchObject({
      type: 'material',
      parentId: 1_000_000_000,
      level: 1,
    })
    expect((await records.get('applicationList', '1'))?.value).toEqual({
      appIds: ['app-1000000', 'app-website'],
    })
    expect(await keysOf(records, 'bucket')).toEqual(['one', 'other', 'two'])
    expect((await records.get('account', '1'))?.value.defaultLocations).toEqual({
      'cn-shanghai': 'one.oss-cn-shanghai.aliyuncs.com',
      'cn-beijing': 'two.oss-cn-beijing.aliyuncs.com',
    })
    expect(await keysOf(records, 'messageCallback')).toEqual(['1/cn-shanghai/app-1000000'])
  })

  test('has nothing of what a seed says to be none', async () => {
    const records = await started(optionsWith({ categories: [], storage: [] }))

    expect(await keysOf(records, 'category')).toEqual(['1/1000000000'])
    expect(await keysOf(records, 'storage')).toEqual([])
    expect((await records.get('account', '1'))?.value.defaultLocations).toEqual({})
  })

  test('has the location of an application as its default, not as that of the account', async () => {
    const records = await started(
      optionsWith({
        applications: [application],
        storage: [{ bucket: 'own', appId: 'app-website' }, { bucket: 'shared' }],
      }),
    )

    expect((await records.get('account', '1'))?.value.defaultLocations).toEqual({
      'cn-shanghai': 'shared.oss-cn-shanghai.aliyuncs.com',
    })
    expect((await records.get('application', '1/app-website'))?.value.defaultLocations).toEqual({
      'cn-shanghai': 'own.oss-cn-shanghai.aliyuncs.com',
    })
  })

  test('is, after a reset, as it was at the start', async () => {
    const options = optionsWith({ applications: [application], categories: [] })
    const [first, again] = [await started(options), memoryRecords()]
    await again.clear(seedChanges(options))

    for (const kind of ['category', 'application', 'storage', 'bucket'] as const)
      expect(await keysOf(again, kind)).toEqual(await keysOf(first, kind))
  })
})

describe('an account that was there before', () => {
  test('is given what a seed names and it lacks', async () => {
    const records = await started(
      optionsWith(),
      optionsWith({
        applications: [application],
        categories: [{ cateId: 2_000_000_000, cateName: 'later' }],
        storage: [{ bucket: 'later' }],
        callbacks: [{ callbackUrl: 'http://127.0.0.1/', eventTypeList: ['ALL'] }],
      }),
    )

    expect(await keysOf(records, 'category')).toContain('1/2000000000')
    expect(await keysOf(records, 'category')).toContain('1/12984346')
    expect((await records.get('categoryTree', '1'))?.value.lastCateId).toBe(2_000_000_000)
    expect((await records.get('applicationList', '1'))?.value.appIds).toContain('app-website')
    expect(await keysOf(records, 'bucket')).toEqual(['default-bucket', 'later'])
    expect(await keysOf(records, 'messageCallback')).toHaveLength(1)
  })

  test('keeps what it has under the same id', async () => {
    const records = await started(
      optionsWith({ applications: [application], categories: [{ cateId: 5, cateName: 'first' }] }),
      optionsWith({
        applications: [{ ...application, appName: 'other' }],
        categories: [{ cateId: 5, cateName: 'second' }],
      }),
    )

    expect((await records.get('application', '1/app-website'))?.value.appName).toBe('website')
    expect((await records.get('category', '1/5'))?.value.cateName).toBe('first')
    expect((await records.get('applicationList', '1'))?.value.appIds).toHaveLength(2)
  })

  test('is not given an application whose name another one has', async () => {
    const records = await started(
      optionsWith({ applications: [application] }),
      optionsWith({ applications: [{ appId: 'app-another', appName: 'website' }] }),
    )

    expect((await records.get('applicationList', '1'))?.value.appIds).toEqual([
      'app-1000000',
      'app-website',
    ])
  })

  test('has flags and default locations of the latest start', async () => {
    const records = await started(
      optionsWith({ acceleration: true, multiApplication: false }),
      optionsWith({}, { bucket: 'another-bucket' }),
    )

    expect((await records.get('account', '1'))?.value).toMatchObject({
      isAccelerated: false,
      hasApplications: true,
      defaultLocations: { 'cn-shanghai': 'another-bucket.oss-cn-shanghai.aliyuncs.com' },
    })
  })

  test('does not get back by itself what it has deleted', async () => {
    const records = await started(optionsWith())
    await records.commit([{ kind: 'category', key: '1/8130876' }])

    await seed(records, optionsWith())

    expect(await keysOf(records, 'category')).toEqual(['1/1000000000', '1/12984346'])
  })
})

test('a bucket that another account has is not given away', async () => {
  const records = await started(optionsWith())
  const greedy = { seed: { accounts: { '2': { storage: [{ bucket: 'default-bucket' }] } } } }

  await expect(seed(records, optionsWith(undefined, greedy))).rejects.toThrow(
    'The bucket default-bucket, which the seed gives to the account 2, belongs to the account 1',
  )
})

const trees = (depth: number): fc.Arbitrary<readonly SeededCategory[]> =>
  fc.array(
    fc.record({
      cateId: fc.constant(0),
      cateName: fc.string({ minLength: 1, maxLength: 5 }),
      ...(depth > 0 && { categories: trees(depth - 1) }),
    }),
    { maxLength: 3 },
  )

/** The same trees, with ids of their own. */
function numbered(categories: readonly SeededCategory[], next: { id: number }): SeededCategory[] {
  return categories.map((category) => ({
    ...category,
    cateId: next.id++,
    categories: numbered(category.categories ?? [], next),
  }))
}

test('every category of a tree is below the one that names it', async () => {
  await fc.assert(
    fc.asyncProperty(trees(2), async (drawn) => {
      const categories = numbered(drawn, { id: 1 })
      const records = await started(optionsWith({ categories }))

      const expectBelow = async (
        some: readonly SeededCategory[],
        parentId: number,
        level: number,
      ): Promise<void> => {
        for (const { cateId, cateName, categories: below = [] } of some) {
          const found = await records.get('category', `1/${cateId}`)
          expect(found?.value).toMatchObject({ cateName, parentId, level, type: 'default' })
          await expectBelow(below, cateId, level + 1)
        }
      }
      await expectBelow(categories, -1, 0)
    }),
    { numRuns: 50 },
  )
})
