import { describe, expect } from 'vitest'
import { openapiCore } from '../../clients/openapi-core.ts'
import { type Body, succeeded } from '../../clients/rpc-driver.ts'
import { test as base } from '../../setup/fixtures.ts'
import { mediaInfo } from './chain.ts'

type Parameters = Readonly<Record<string, string>>

interface Category {
  readonly CateId: number
  readonly CateName: string
  readonly SubTotal?: number
}

interface Catalogue {
  readonly call: (action: string, parameters: Parameters) => Promise<Body>
  /** Creates a category. */
  readonly added: (parameters: Parameters) => Promise<Category>
  readonly childrenOf: (
    parameters: Parameters,
  ) => Promise<{ readonly total: unknown; readonly children: readonly Category[] }>
}

/** A test with one client, and what is left of its categories removed afterwards. */
const test = base.extend('catalogue', ({ target }, { onCleanup }): Catalogue => {
  const call = (action: string, parameters: Parameters) =>
    succeeded(openapiCore.call(target, action, parameters))
  const top: string[] = []
  onCleanup(async () => {
    for (const CateId of top) await openapiCore.call(target, 'DeleteCategory', { CateId })
  })
  return {
    call,
    async added(parameters) {
      const category = (await call('AddCategory', parameters)).Category as Category
      if (!parameters.ParentId) top.push(String(category.CateId))
      return category
    },
    async childrenOf(parameters) {
      const body = await call('GetCategories', parameters)
      const { Category: children } = body.SubCategories as {
        readonly Category: readonly Category[]
      }
      return { total: body.SubTotal, children }
    },
  }
})

const id = ({ CateId }: Category): string => String(CateId)

describe('AddCategory', () => {
  test('makes a tree of three levels', async ({ catalogue: { added } }) => {
    const top = await added({ CateName: '标志' })
    const middle = await added({ CateName: 'middle', ParentId: id(top) })
    const lowest = await added({ CateName: 'lowest', ParentId: id(middle), Type: 'material' })

    const CateId = expect.any(Number)
    expect(top).toEqual({ CateId, CateName: '标志', ParentId: -1, Level: 0, Type: 'default' })
    expect(middle).toMatchObject({ ParentId: top.CateId, Level: 1, Type: 'default' })
    expect(lowest).toMatchObject({ ParentId: middle.CateId, Level: 2, Type: 'default' })
    expect(middle.CateId).toBeGreaterThan(top.CateId)
  })

  test.for(['-1', '0'])('takes ParentId %s for none', async (ParentId, { catalogue }) => {
    const { Category } = await catalogue.call('AddCategory', { CateName: 'a', ParentId })

    expect(Category).toMatchObject({ ParentId: -1, Level: 0 })
    await catalogue.call('DeleteCategory', { CateId: id(Category as Category) })
  })

  test('adds to the materials below what is built in', async ({ target, catalogue }) => {
    const { children } = await catalogue.childrenOf({ Type: 'material' })
    const [root] = children
    expect(root).toMatchObject({ ParentId: -1, Level: 0, Type: 'material' })

    const material = await catalogue.added({ CateName: 'a', ParentId: String(root?.CateId) })

    expect(material).toMatchObject({ ParentId: root?.CateId, Level: 1, Type: 'material' })
    const below = { CateName: 'b', ParentId: id(material) }
    expect(await openapiCore.call(target, 'AddCategory', below)).toMatchObject({
      code: 'LevelExceededMax',
    })
    await catalogue.call('DeleteCategory', { CateId: id(material) })
  })

  test('never gives an id twice', async ({ catalogue: { added, call } }) => {
    const first = await added({ CateName: 'first' })
    await call('DeleteCategory', { CateId: id(first) })

    const second = await added({ CateName: 'second' })

    expect(second.CateId).toBeGreaterThan(first.CateId)
  })
})

describe('GetCategories', () => {
  test('returns a category with what is directly below it, newest first', async ({
    catalogue: { added, call },
  }) => {
    const top = await added({ CateName: 'top' })
    const first = await added({ CateName: 'first', ParentId: id(top) })
    await added({ CateName: 'second', ParentId: id(top) })
    await added({ CateName: 'below', ParentId: id(first) })

    const body = await call('GetCategories', { CateId: id(top) })

    expect(body).toMatchObject({
      Category: { CateId: top.CateId, CateName: 'top' },
      SubTotal: 2,
      SubCategories: {
        Category: [
          { CateName: 'second', ParentId: top.CateId, Level: 1, SubTotal: 0 },
          { CateName: 'first', ParentId: top.CateId, Level: 1, SubTotal: 1 },
        ],
      },
    })
  })

  test('returns level 0 of a tree without an id', async ({ catalogue: { added, call } }) => {
    const { CateId } = await added({ CateName: 'top' })

    const body = await call('GetCategories', { PageSize: '100' })

    expect(body).not.toHaveProperty('Category')
    const { Category } = body.SubCategories as { readonly Category: readonly Category[] }
    expect(Category).toContainEqual(expect.objectContaining({ CateId, Type: 'default' }))
    expect(body.SubTotal).toBe(Category.length)
    expect(await call('GetCategories', { PageSize: '100', CateId: '-1' })).toEqual({
      ...body,
      RequestId: expect.any(String),
    })
  })

  test('turns pages in both orders', async ({ catalogue: { added, childrenOf } }) => {
    const { CateId } = await added({ CateName: 'top' })
    const names = ['a', 'b', 'c', 'd', 'e']
    for (const CateName of names) await added({ CateName, ParentId: String(CateId) })
    const pageOf = async (PageNo: string, SortBy: string) => {
      const page = { CateId: String(CateId), PageSize: '2', PageNo, SortBy }
      const { total, children } = await childrenOf(page)
      expect(total).toBe(5)
      return children.map(({ CateName }) => CateName).join('')
    }

    const orders = ['CreationTime:Asc', 'CreationTime:Desc']
    const pages = orders.map((order) =>
      Promise.all(['1', '2', '3', '4'].map((no) => pageOf(no, order))),
    )
    expect(await Promise.all(pages)).toEqual([
      ['ab', 'cd', 'e', ''],
      ['ed', 'cb', 'a', ''],
    ])
  })
})

/** The categories that GetAttachedMediaInfo returns for a media. */
const categoriesOf = (info: unknown) =>
  (info as { readonly Categories: readonly Category[] }).Categories

test('a media has the new name of its category, and loses one that is deleted with what was above it', async ({
  target,
  catalogue: { added, call },
}) => {
  const top = await added({ CateName: 'top' })
  const below = await added({ CateName: 'below', ParentId: id(top) })
  const other = await added({ CateName: 'other' })
  const CateIds = `${id(below)},${id(other)}`
  const { MediaId } = await call('CreateUploadAttachedMedia', {
    BusinessType: 'watermark',
    CateIds,
  })
  const described = () => mediaInfo(openapiCore, target, String(MediaId))

  await call('UpdateCategory', { CateId: id(below), CateName: 'renamed' })
  expect(categoriesOf(await described())).toEqual([
    { CateId: below.CateId, CateName: 'renamed', ParentId: top.CateId, Level: 1 },
    { CateId: other.CateId, CateName: 'other', ParentId: -1, Level: 0 },
  ])

  await call('DeleteCategory', { CateId: id(top) })
  expect(categoriesOf(await described())).toMatchObject([{ CateId: other.CateId }])
  expect(
    await openapiCore.call(target, 'CreateUploadAttachedMedia', {
      BusinessType: 'watermark',
      CateIds: id(below),
    }),
  ).toMatchObject({ ok: false, code: 'InvalidCateId.NotFound' })
})
