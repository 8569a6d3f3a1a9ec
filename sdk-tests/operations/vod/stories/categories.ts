import type { PerRaisedError } from '#contracts/operation.ts'
import { succeeded } from '#contracts/properties/claim.ts'
import type * as categories from '#contracts/vod/categories.ts'
import type { Call, Story } from '../../story.ts'

const nobody = '4711'

/** Creates a category and answers its id. */
async function added(call: Call, parameters: Readonly<Record<string, string>>): Promise<string> {
  const body = await succeeded(call('AddCategory', { CateName: 'of a story', ...parameters }))
  return String((body.Category as { readonly CateId: number }).CateId)
}

/** Does something with a new category, and removes it. */
async function withCategory<T>(call: Call, use: (cateId: string) => Promise<T>): Promise<T> {
  const cateId = await added(call, {})
  try {
    return await use(cateId)
  } finally {
    await succeeded(call('DeleteCategory', { CateId: cateId }))
  }
}

/** The root of the materials. */
async function builtIn(call: Call): Promise<string> {
  const body = await succeeded(call('GetCategories', { Type: 'material' }))
  const { Category } = body.SubCategories as { readonly Category: readonly { CateId: number }[] }
  return String(Category[0]?.CateId)
}

/** How many categories may be directly below another. */
const maxChildren = 100

export const categoryStories: PerRaisedError<typeof categories, Story> = {
  AddCategory: {
    'InvalidCateId.NotFound': (call) => call('AddCategory', { CateName: 'a', ParentId: nobody }),
    LevelExceededMax: (call) =>
      withCategory(call, async (top) => {
        const middle = await added(call, { ParentId: top })
        const lowest = await added(call, { ParentId: middle })
        return call('AddCategory', { CateName: 'a', ParentId: lowest })
      }),
    SubTotalExceededMax: (call) =>
      withCategory(call, async (ParentId) => {
        for (let i = 0; i < maxChildren; i++) await added(call, { ParentId })
        return call('AddCategory', { CateName: 'a', ParentId })
      }),
  },
  UpdateCategory: {
    'InvalidCateId.NotFound': (call) => call('UpdateCategory', { CateId: nobody, CateName: 'a' }),
    InvalidParameter: async (call) =>
      call('UpdateCategory', { CateId: await builtIn(call), CateName: 'a' }),
  },
  DeleteCategory: {
    'InvalidCateId.NotFound': (call) => call('DeleteCategory', { CateId: nobody }),
    InvalidParameter: async (call) => call('DeleteCategory', { CateId: await builtIn(call) }),
  },
  GetCategories: {
    'InvalidCateId.NotFound': (call) => call('GetCategories', { CateId: nobody }),
  },
}
