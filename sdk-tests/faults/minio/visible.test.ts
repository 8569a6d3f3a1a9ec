import { expect, test } from 'vitest'
import { send } from '../../clients/raw.ts'
import { bytes } from '../../setup/bytes.ts'
import { startEmulatorTarget } from '../../setup/target.ts'
import { bucketOf } from './bucket.ts'
import { clientOf, ownMinio, ownPlace } from './place.ts'

const partSize = 1024 * 1024
const headers = {
  'Content-Type': 'image/x-odd; charset=utf-8',
  'Cache-Control': 'max-age=60',
  'Content-Disposition': 'attachment; filename="a.png"',
  'Content-Language': 'de',
}
const meta = { author: 'alice', 'two-words': 'b  c' }

const shown = {
  'content-type': 'image/x-odd; charset=utf-8',
  'cache-control': 'max-age=60',
  'content-disposition': 'attachment; filename="a.png"',
  'content-language': 'de',
  author: 'alice',
  'two-words': 'b  c',
}

test('a put object is seen by S3 clients as it is, until it is deleted', async ({ skip }) => {
  await using place = await ownPlace(skip)
  const { bucket } = place
  const client = clientOf(place)
  const [key, file] = ['photos/中文/a b+c.png', bytes(70_001, 1)]

  await client.put(key, bytes(100, 2))
  await client.put(key, file, { headers, meta })

  expect((await bucket.get(key)).equals(file)).toBe(true)
  const { size, metaData } = await bucket.stat(key)
  expect({ size, ...metaData }).toMatchObject({ size: file.length, ...shown })
  expect(await bucket.everything()).toEqual([key])

  await client.delete(key)

  expect(await bucket.everything()).toEqual([])
})

test('an object of many parts is seen as one, and nothing of its parts', async ({ skip }) => {
  await using place = await ownPlace(skip)
  const { bucket } = place
  const [key, file] = ['films/a.mov', bytes(5 * partSize + 321, 3)]

  await clientOf(place).multipartUpload(key, file, { partSize, parallel: 3, headers, meta })

  expect((await bucket.get(key)).equals(file)).toBe(true)
  const { size, metaData } = await bucket.stat(key)
  expect({ size, ...metaData }).toMatchObject({ size: file.length, ...shown })
  expect(await bucket.everything()).toEqual([key])
})

test('metadata beyond ASCII is percent-encoded, as headers of S3 are', async ({ skip }) => {
  await using place = await ownPlace(skip)
  const client = clientOf(place, { headerEncoding: 'latin1' })

  await client.put('a', Buffer.from('x'), { meta: { title: '文件 🎬' } })

  const { metaData } = await place.bucket.stat('a')
  expect(metaData.title).toBe('%E6%96%87%E4%BB%B6 %F0%9F%8E%AC')
  const { meta: own } = await client.head('a')
  expect(Buffer.from(own?.title ?? '', 'latin1').toString()).toBe('文件 🎬')
})

const longSegment = `${'x'.repeat(256)}/end`
const maxKey = '字'.repeat(341)

/** Keys that S3 servers do not hold, and what they are kept under. */
const escaped = [
  ['a//b', 'a%2F%2Fb'],
  ['./b', '%2E%2Fb'],
  ['a/../b', 'a%2F%2E%2E%2Fb'],
  ['tab\tline\n', 'tab%09line%0A'],
  ['.vod-emulator/probe', '%2Evod-emulator%2Fprobe'],
  [longSegment, `${'x'.repeat(240)}/${'x'.repeat(16)}%2Fend`],
  [maxKey, 'e8928c1a0a6b864c702860a9077d79398309ee86675e6e9810540a42be142c7a'],
] as const

test('keys that S3 does not hold are kept under their escapes', async ({ skip }) => {
  await using place = await ownPlace(skip)
  const { bucket } = place
  const client = clientOf(place)
  const urlOf = (method: string, key: string) => {
    const encoded = encodeURIComponent(key).replaceAll('%2F', '/').replaceAll('.', '%2E')
    const { origin, search } = new URL(client.signatureUrl(key, { method }))
    return `${origin}/${place.target.bucket.name}/${encoded}${search}`
  }

  for (const [key, name] of escaped) {
    const stored = await send(urlOf('PUT', key), { method: 'PUT', body: Buffer.from(key) })
    expect(stored).toMatchObject({ status: 200 })

    expect(await send(urlOf('GET', key))).toMatchObject({ status: 200, text: key })
    const kept = `.vod-emulator/keys/${name}`
    expect(await bucket.everything()).toEqual([kept])
    expect((await bucket.get(kept)).toString()).toBe(key)
    await send(urlOf('DELETE', key), { method: 'DELETE' })
    expect(await bucket.everything()).toEqual([])
  }
})

test('what others keep in the bucket stays', async ({ skip }) => {
  await using place = await ownPlace(skip)
  const { bucket, target } = place
  const client = clientOf(place)
  const foreign = ['a', 'folder/theirs', '.vod-emulator/keys/theirs', '.vod-emulator/parts/x/y']
  for (const key of foreign) await bucket.put(key, Buffer.from(`their ${key}`))

  await client.put('folder/ours', Buffer.from('ours'))
  await client.multipartUpload('ours', bytes(3 * partSize), { partSize })
  await client.put('folder/ours', Buffer.from('ours anew'))
  await client.delete('ours')
  await target.clock.advance(8 * 24 * 3600)
  expect(await bucket.everything()).toEqual([...foreign, 'folder/ours'].sort())
  await target.control.reset()

  expect(await bucket.everything()).toEqual([...foreign].sort())
  for (const key of foreign) expect((await bucket.get(key)).toString()).toBe(`their ${key}`)
})

test('an object of others under the same key comes back when ours is deleted', async ({ skip }) => {
  await using place = await ownPlace(skip)
  const { bucket } = place
  const client = clientOf(place)
  await bucket.put('a', Buffer.from('theirs'))

  await client.put('a', Buffer.from('ours'))
  expect((await bucket.get('a')).toString()).toBe('ours')
  await client.delete('a')

  expect((await bucket.get('a')).toString()).toBe('theirs')
  await expect(client.get('a')).rejects.toMatchObject({ code: 'NoSuchKey' })
})

test('the parts of an open upload go with an emulator that forgets it', async ({ skip }) => {
  await using minio = await ownMinio(skip)
  const target = await startEmulatorTarget({ store: minio.storeUrl })
  const client = clientOf({ target })
  const bucket = bucketOf(minio, target.bucket.name)
  await client.put('stays', Buffer.from('bytes'))
  const { uploadId } = await client.initMultipartUpload('open')
  await client.uploadPart('open', uploadId, 1, bytes(200_000), 0, 200_000)
  expect(await bucket.everything()).toHaveLength(2)

  await target[Symbol.asyncDispose]()

  expect(await bucket.everything()).toEqual(['stays'])
})
