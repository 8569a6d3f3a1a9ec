import { createEmulator, type Emulator, type LibraryOptions } from '#emulator/index.ts'

export interface TemporaryKey {
  readonly id: string
  readonly secret: string
  readonly token: string
  readonly bucket: string
  readonly key: string
}

/** An emulator, two upload credentials of it, and whether they have expired. */
export interface World extends AsyncDisposable {
  readonly vod: Emulator
  readonly key: { readonly id: string; readonly secret: string }
  readonly mine: TemporaryKey
  readonly foreign: TemporaryKey
  /** Of another account. */
  readonly foreignBucket: string
}

const decoded = (text: string): Readonly<Record<string, string>> =>
  JSON.parse(Buffer.from(text, 'base64').toString())

export type Signed = (key: World['key']) => Request

async function issued(vod: Emulator, request: Request): Promise<TemporaryKey> {
  const response = await vod.fetch(request)
  const { UploadAuth, UploadAddress } = (await response.json()) as Record<string, string>
  const auth = decoded(UploadAuth ?? '')
  const address = decoded(UploadAddress ?? '')
  return {
    id: auth.AccessKeyId ?? '',
    secret: auth.AccessKeySecret ?? '',
    token: auth.SecurityToken ?? '',
    bucket: address.Bucket ?? '',
    key: address.FileName ?? '',
  }
}

/** May get objects but for one, and nothing else. */
const userKey = {
  id: 'user',
  secret: 'user-secret',
  policies: [
    {
      Version: '1',
      Statement: [
        { Effect: 'Deny', Action: 'oss:*', Resource: 'acs:oss:*:*:*/denied' },
        { Effect: 'Allow', Action: 'oss:GetObject', Resource: '*' },
      ],
    },
  ],
} as const

const otherKey = { id: 'other', secret: 'other-secret', accountId: '2' }

/** `create` makes a fresh signed CreateUploadAttachedMedia. */
export async function world(
  create: Signed,
  expired: boolean,
  options: LibraryOptions = {},
): Promise<World> {
  const keys = options.accessKeys ?? [{ id: 'key', secret: 'key-secret' }]
  const vod = await createEmulator({
    store: 'memory',
    ...options,
    accessKeys: [...keys, userKey, otherKey],
  })
  const [key] = vod.options.accessKeys
  if (!key) throw new Error('The emulator has no key.')
  const [mine, foreign] = [await issued(vod, create(key)), await issued(vod, create(key))]
  if (expired) await vod.clock.advance(3001)
  const { bucket: foreignBucket } = await issued(vod, create(otherKey))
  return { vod, key, mine, foreign, foreignBucket, [Symbol.asyncDispose]: () => vod.close() }
}

/** Two worlds: in the second one every temporary key has expired. */
export interface Worlds extends AsyncDisposable {
  readonly fresh: World
  readonly expired: World
}

export async function worlds(create: Signed): Promise<Worlds> {
  const [fresh, expired] = [await world(create, false), await world(create, true)]
  return {
    fresh,
    expired,
    async [Symbol.asyncDispose]() {
      await fresh[Symbol.asyncDispose]()
      await expired[Symbol.asyncDispose]()
    },
  }
}
