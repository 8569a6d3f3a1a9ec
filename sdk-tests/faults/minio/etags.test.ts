import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { bytes } from '../../setup/bytes.ts'
import { clientOf, ownMinio, placeOn } from './place.ts'

const digest = (file: Buffer, encoding: 'hex' | 'base64') =>
  createHash('md5').update(file).digest(encoding)

const servers = [
  { etags: 'are MD5s', flags: [] },
  { etags: 'are random', flags: ['--no-compat'] },
]

describe.each(servers)('on a MinIO whose ETags $etags,', ({ flags }) => {
  test('those of OSS are MD5s, and a body with the digest of another leaves nothing', async ({
    skip,
  }) => {
    await using place = await placeOn(await ownMinio(skip, flags))
    const client = clientOf(place)
    const files = [0, 1, 300_000, 7_000_000].map((size, seed) => bytes(size, seed))
    const etagOf = ({ res }: { readonly res: { readonly headers: object } }) =>
      'etag' in res.headers && res.headers.etag

    for (const file of files) {
      const headers = { 'Content-MD5': digest(file, 'base64') }
      const etag = `"${digest(file, 'hex').toUpperCase()}"`
      expect(etagOf(await client.put('a.png', file, { headers }))).toBe(etag)
      expect(etagOf(await client.head('a.png'))).toBe(etag)
    }
    const headers = { 'Content-MD5': digest(bytes(10, 9), 'base64') }
    for (const file of files)
      await expect(client.put('b.png', file, { headers })).rejects.toMatchObject({
        code: 'InvalidDigest',
      })

    expect(await place.bucket.everything()).toEqual(['a.png'])
  })
})
