import type { AccountView } from '#contracts/derive/constraints/constraint.ts'

export interface Category {
  readonly id: number
  readonly name: string
  readonly parentId: number
  readonly level: number
}

export interface Storage {
  readonly bucket: string
  readonly location: string
}

/** The account to which the keys belong: what exists in it before any call. */
export interface Account extends AccountView {
  readonly defaultBucket: string
  ownsBucket(bucket: string): boolean
  /** The storage of a known location, or the default one. */
  storageOf(location: string | undefined): Storage
  /** The id of a known application, or the default one. */
  applicationOf(appId: string | undefined): string
  category(id: number): Category | undefined
}

// The reference page masks these values; its own example request names them and has to succeed as it stands.
const maskedLocation = 'outin-bfefbb90a47c******163e1c7426.oss-cn-shanghai.aliyuncs.com'
const maskedApplication = 'app-****'
const defaultApplication = 'app-1000000'

const categories: readonly Category[] = [
  { id: 12984346, name: 'Watermarks', parentId: -1, level: 0 },
  { id: 8130876, name: 'Test', parentId: -1, level: 0 },
]

export function seededAccount(options: {
  readonly bucket: string
  readonly region: string
}): Account {
  const { bucket, region } = options
  const storage: Storage = { bucket, location: `${bucket}.oss-${region}.aliyuncs.com` }
  const locations = new Set([storage.location, maskedLocation])
  const applications = new Set([defaultApplication, maskedApplication])
  const byId = new Map(categories.map((category) => [category.id, category]))
  return {
    defaultBucket: bucket,
    ownsBucket: (name) => name === bucket,
    storageOf: () => storage,
    applicationOf: () => defaultApplication,
    category: (id) => byId.get(id),
    knows(set, value) {
      switch (set) {
        case 'category':
          return byId.has(Number(value))
        case 'storage':
          return locations.has(value)
        case 'application':
          return applications.has(value)
      }
    },
  }
}
