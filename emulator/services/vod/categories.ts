import type * as contract from '#contracts/vod/categories.ts'
import { required } from '../../kernel/checks.ts'
import type { Handler, Handlers, Ports } from '../../kernel/handler.ts'
import type { CategoryRecord } from '../../ports/records/categories.ts'
import type { Records, Stored } from '../../ports/records/records.ts'
import { decide } from '../records.ts'

/** Maximum number of categories with the same one above them. */
const maxChildren = 100

const lowestLevel = { default: 2, material: 1 } as const

/** What stands above the categories at level 0. */
const root = -1

type CategoryPorts = Pick<Ports, 'records'>

const keyOf = (accountId: string, cateId: number): string => `${accountId}/${cateId}`

const find = async (
  records: Records,
  accountId: string,
  cateId: number | undefined,
): Promise<Stored<'category'> | undefined> =>
  cateId === undefined ? undefined : records.get('category', keyOf(accountId, cateId))

/** Of materials, level 0 can neither be changed nor added to. */
const isBuiltIn = ({ type, level }: CategoryRecord): boolean => type === 'material' && level === 0

/** The categories directly below one, in the order in which they were made. */
async function childrenOf(
  records: Records,
  parent: Pick<CategoryRecord, 'accountId' | 'type' | 'cateId'>,
): Promise<readonly CategoryRecord[]> {
  const { accountId, type, cateId: parentId } = parent
  const equal = { accountId, type, parentId }
  const { items } = await records.find('category', { index: 'children', equal, limit: maxChildren })
  return items.map(({ value }) => value)
}

/** The tree of an account: whoever reads it first and expects it decides on the state of all its categories. */
const treeOf = async (records: Records, accountId: string): Promise<Stored<'categoryTree'>> =>
  required(await records.get('categoryTree', accountId))

const described = ({ parentId, type, level, cateName, cateId }: CategoryRecord) => ({
  ParentId: parentId,
  Type: type,
  Level: level,
  CateName: cateName,
  CateId: cateId,
})

const add =
  ({ records }: CategoryPorts): Handler<typeof contract.AddCategory> =>
  ({ CateName, ParentId, Type = 'default' }, { principal: { accountId }, fault }) =>
    decide(async () => {
      const tree = await treeOf(records, accountId)
      const parent = await find(records, accountId, ParentId)
      if (ParentId !== undefined && !parent) throw fault('InvalidCateId.NotFound')
      const above = parent?.value ?? { type: Type, level: -1, cateId: root }
      const { type, level, cateId: parentId } = above
      if (level === lowestLevel[type]) throw fault('LevelExceededMax')
      const siblings = await childrenOf(records, { accountId, type, cateId: parentId })
      if (siblings.length >= maxChildren) throw fault('SubTotalExceededMax')
      const cateId = tree.value.lastCateId + 1
      const place = { type, parentId, level: level + 1 }
      const value: CategoryRecord = { accountId, cateId, cateName: CateName, ...place }
      const { key, version } = tree
      await records.commit(
        [
          { kind: 'category', key: keyOf(accountId, cateId), value },
          { kind: 'categoryTree', key, value: { lastCateId: cateId } },
        ],
        [{ kind: 'categoryTree', key, version }],
      )
      return { Category: described(value) }
    })

const update =
  ({ records }: CategoryPorts): Handler<typeof contract.UpdateCategory> =>
  ({ CateId, CateName }, { principal: { accountId }, fault }) =>
    decide(async () => {
      const found = await find(records, accountId, CateId)
      if (!found) throw fault('InvalidCateId.NotFound')
      const { key, value, version } = found
      if (isBuiltIn(value)) throw fault('InvalidParameter', { parameter: 'CateId' })
      const category = { kind: 'category', key } as const
      await records.commit(
        [{ ...category, value: { ...value, cateName: CateName } }],
        [{ ...category, version }],
      )
      return {}
    })

/** A category and everything below it. */
async function subtreeOf(
  records: Records,
  category: CategoryRecord,
): Promise<readonly CategoryRecord[]> {
  if (category.level === lowestLevel[category.type]) return [category]
  const children = await childrenOf(records, category)
  const below = await Promise.all(children.map((child) => subtreeOf(records, child)))
  return [category, ...below.flat()]
}

/** Media keep the ids of what is removed, which lead nowhere from then on. */
const remove =
  ({ records }: CategoryPorts): Handler<typeof contract.DeleteCategory> =>
  ({ CateId }, { principal: { accountId }, fault }) =>
    decide(async () => {
      const { key, value, version } = await treeOf(records, accountId)
      const category = await find(records, accountId, CateId)
      if (!category) throw fault('InvalidCateId.NotFound')
      if (isBuiltIn(category.value)) throw fault('InvalidParameter', { parameter: 'CateId' })
      const removed = await subtreeOf(records, category.value)
      await records.commit(
        [
          ...removed.map(
            ({ cateId }) => ({ kind: 'category', key: keyOf(accountId, cateId) }) as const,
          ),
          { kind: 'categoryTree', key, value },
        ],
        [{ kind: 'categoryTree', key, version }],
      )
      return {}
    })

const get =
  ({ records }: CategoryPorts): Handler<typeof contract.GetCategories> =>
  async (input, { principal: { accountId }, fault }) => {
    const { CateId, Type = 'default', SortBy, PageNo = 1, PageSize = 10 } = input
    const category = (await find(records, accountId, CateId))?.value
    if (CateId !== undefined && !category) throw fault('InvalidCateId.NotFound')
    const above = category ?? { accountId, type: Type, cateId: root }
    const children = await childrenOf(records, above)
    const sorted = SortBy === 'CreationTime:Asc' ? children : children.toReversed()
    const page = sorted.slice((PageNo - 1) * PageSize, PageNo * PageSize)
    const subCategories = page.map(async (child) => ({
      ...described(child),
      SubTotal: (await childrenOf(records, child)).length,
    }))
    return {
      SubTotal: children.length,
      ...(category && { Category: described(category) }),
      SubCategories: await Promise.all(subCategories),
    }
  }

/** Operations of categories. */
export const categories = (ports: CategoryPorts): Handlers<typeof contract> => ({
  AddCategory: add(ports),
  UpdateCategory: update(ports),
  DeleteCategory: remove(ports),
  GetCategories: get(ports),
})
