import { describe, expect } from 'vitest'
import { bytes } from '../../setup/bytes.ts'
import { signatures, test } from './account.ts'

const file = bytes(1000)

interface RangeRow {
  readonly range: string
  readonly standard?: true
  /** First and last byte of the answer; without them, the whole object. */
  readonly part?: readonly [number, number]
}

const ranges: readonly RangeRow[] = [
  { range: 'bytes=0-499', part: [0, 499] },
  { range: 'bytes=500-', part: [500, 999] },
  { range: 'bytes=-200', part: [800, 999] },
  { range: 'bytes=0-0', part: [0, 0] },
  { range: 'bytes=999-999', part: [999, 999] },
  { range: 'bytes=0-999', part: [0, 999] },
  { range: 'bytes=-1000', part: [0, 999] },
  { range: 'bytes=500-2000' },
  { range: 'bytes=1000-2000' },
  { range: 'bytes=1000-' },
  { range: 'bytes=-2000' },
  { range: 'bytes=-0' },
  { range: 'bytes=5-2' },
  { range: 'bytes=0-1,3-4' },
  { range: 'byte=0-499' },
  { range: 'bytes=a-b' },
  { range: 'bytes=0-499', standard: true, part: [0, 499] },
  { range: 'bytes=500-2000', standard: true, part: [500, 999] },
  { range: 'bytes=-2000', standard: true, part: [0, 999] },
  { range: 'byte=0-499', standard: true },
]

const behaviour = (standard: boolean | undefined): Readonly<Record<string, string>> =>
  standard ? { 'x-oss-range-behavior': 'standard' } : {}

describe.each(signatures)('reading, with $version,', ({ v4 }) => {
  test.for(ranges.filter(({ part }) => part))(
    'answers a part to $range (standard: $standard)',
    async ({ range, standard, part: [first, last] = [0, 0] }, { account, key }) => {
      const client = account({ v4 })
      const put = await client.put(key, file)

      const headers = { Range: range, ...behaviour(standard) }
      const { content, res } = await client.get(key, { headers })

      expect(res.status).toBe(206)
      expect(content.equals(file.subarray(first, last + 1))).toBe(true)
      expect(res.headers).toMatchObject({
        'content-length': String(last - first + 1),
        'content-range': `bytes ${first}-${last}/1000`,
        'x-oss-hash-crc64ecma': put.res.headers['x-oss-hash-crc64ecma'],
      })
    },
  )

  test.for(ranges.filter(({ part }) => !part))(
    'answers the whole object to $range (standard: $standard)',
    async ({ range, standard }, { account, key }) => {
      const client = account({ v4 })
      await client.put(key, file)

      const headers = { Range: range, ...behaviour(standard) }
      const { content, res } = await client.get(key, { headers })

      expect(res.status).toBe(200)
      expect(content.equals(file)).toBe(true)
      expect(res.headers).not.toHaveProperty('content-range')
    },
  )

  test('refuses a range past the end where the standard is asked for', async ({ account, key }) => {
    const client = account({ v4 })
    await client.put(key, file)

    const headers = { Range: 'bytes=1000-2000', ...behaviour(true) }
    await expect(client.get(key, { headers })).rejects.toMatchObject({
      status: 416,
      code: 'InvalidRange',
    })
  })

  test('gives a range over the seam of two parts', async ({ account, key }) => {
    const client = account({ v4 })
    const partSize = 102_400
    const large = bytes(2 * partSize + 7)
    await client.multipartUpload(key, large, { partSize })

    const headers = { Range: `bytes=${partSize - 3}-${2 * partSize + 2}` }
    const { content, res } = await client.get(key, { headers })

    expect(res.status).toBe(206)
    expect(content.equals(large.subarray(partSize - 3, 2 * partSize + 3))).toBe(true)
  })
})
