/**
 * What the examples of the reference page name. An account begins with it, so that the page's own request succeeds as it
 * stands.
 */
export const exampleAccount = {
  /** Of the example `CateIds`. The names are ours: the page has none. */
  categories: [
    { cateId: 12984346, cateName: 'Watermarks', type: 'default', parentId: -1, level: 0 },
    { cateId: 8130876, cateName: 'Test', type: 'default', parentId: -1, level: 0 },
  ],
  /** The root of the materials, which every account has; its id stands before all that AddCategory gives. */
  materials: { cateId: 1000000000, cateName: 'material', type: 'material', parentId: -1, level: 0 },
  /** The system's own, which every account has. The name is ours. */
  appId: 'app-1000000',
  appName: 'default',
  /** The page masks these values; they stand for the application and the storage location of the account. */
  masked: {
    appId: 'app-****',
    storageLocation: 'outin-bfefbb90a47c******163e1c7426.oss-cn-shanghai.aliyuncs.com',
  },
} as const
