import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import { accountClient, type OssClient, uploadClient } from '../../clients/ali-oss.ts'
import { openapiCore } from '../../clients/openapi-core.ts'
import { startUpload } from '../../operations/vod/chain.ts'
import { bytes } from '../../setup/bytes.ts'
import { type Place, test } from './places.ts'

const onAddress = { addressing: 'ip', region: 'cn-shanghai', v4: true } as const

type Put = (client: OssClient, key: string, file: Buffer) => Promise<unknown>

const inOne: Put = (client, key, file) => client.put(key, file)
const inParts: Put = (client, key, file) =>
  client.multipartUpload(key, file, { partSize: 102_400, parallel: 3 })

const aFile = expect.stringMatching(/^objects\/[0-9a-f]{32}$/)

async function clientsOf({ target }: Place) {
  const { upload } = await startUpload(openapiCore, target)
  return {
    key: upload.address.FileName,
    newClient: () => uploadClient(upload, onAddress),
    account: accountClient(target, onAddress),
  }
}

test.for([
  { before: 'an object', first: inOne },
  { before: 'an object of parts', first: inParts },
])('$before that is overwritten leaves exactly one file', async ({ first }, { place }) => {
  const { key, newClient, account } = await clientsOf(place)
  const last = bytes(250_000, 2)
  await first(newClient(), key, bytes(300_000, 1))

  await inOne(newClient(), key, last)

  expect(await place.remains()).toEqual([aFile])
  expect((await account.get(key)).content.equals(last)).toBe(true)
})

test('an object that parts overwrite leaves nothing but the parts', async ({ place }) => {
  const { key, newClient, account } = await clientsOf(place)
  const last = bytes(250_000, 2)
  await inOne(newClient(), key, bytes(300_000, 1))

  await inParts(newClient(), key, last)

  const files = (await place.remains()).filter((path) => path.split('/').length === 3)
  expect(files).toHaveLength(3)
  expect(await place.remains()).toHaveLength(1 + files.length)
  expect((await account.get(key)).content.equals(last)).toBe(true)
})

test.for([
  { way: 'puts', put: inOne },
  { way: 'multipart uploads', put: inParts },
])('of parallel $way of one key, one wins, whole', async ({ put }, { place }) => {
  const { key, newClient, account } = await clientsOf(place)
  const files = Array.from({ length: 8 }, (_, i) => bytes(220_000 + i, i))

  await Promise.all(files.map((file) => put(newClient(), key, file)))

  const { content, res } = await account.get(key)
  const winner = files.find((file) => file.equals(content))
  expect(winner).toBeDefined()
  expect(res.headers['content-length']).toBe(String(winner?.length))
  const objects = (await place.remains()).filter((path) => path.split('/').length === 2)
  expect(objects).toEqual([aFile])
})

test('a reader of an object that is overwritten while it is read gets one of them, whole', async ({
  place,
}) => {
  const { key, newClient, account } = await clientsOf(place)
  const files = Array.from({ length: 6 }, (_, i) => bytes(1_500_000, i))
  await inOne(newClient(), key, bytes(1_500_000, 0))

  const writing = Promise.all(files.map((file) => inOne(newClient(), key, file)))
  const read = await Promise.all(files.map(() => account.get(key)))
  await writing

  for (const { content, res } of read) {
    const md5 = createHash('md5').update(content).digest('hex').toUpperCase()
    expect(res.headers.etag).toBe(`"${md5}"`)
  }
  // The last reader takes what it read away with it, a moment after its answer.
  await place.until(({ length }) => length === 1)
  expect(await place.remains()).toEqual([aFile])
})
