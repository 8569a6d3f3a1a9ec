import { kind } from './kind.ts'

export interface CategoryRecord {
  readonly accountId: string
  /** Ascends in the order in which the categories of an account were made. */
  readonly cateId: number
  readonly cateName: string
  /** That of the categories above it. */
  readonly type: 'default' | 'material'
  /** -1 at level 0. */
  readonly parentId: number
  readonly level: number
}

/** Key: `accountId/CateId`, the id without leading zeros. */
export const category = kind<CategoryRecord>()({
  children: ['accountId', 'type', 'parentId', 'cateId'],
})

/** The categories of an account as a whole. */
export interface CategoryTreeRecord {
  /** The greatest id that a category ever had. */
  readonly lastCateId: number
}

/** Key: account id. It changes with every category that comes or goes: whoever expects it decides on all of them. */
export const categoryTree = kind<CategoryTreeRecord>()({})
