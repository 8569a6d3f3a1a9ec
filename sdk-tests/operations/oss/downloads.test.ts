import { describe, expect } from 'vitest'
import { bytes } from '../../setup/bytes.ts'
import { test } from './account.ts'

const mebibyte = 1024 ** 2
/** More than the buffers of a connection hold, so that the server waits in the middle. */
const large = bytes(24 * mebibyte, 1)
const others = bytes(4 * mebibyte, 2)

const bodyOf = async (response: Response) => Buffer.from(await response.arrayBuffer())

describe('a download that is read slowly', () => {
  test('keeps its bytes while others come and go', async ({ account, key, signedUrl }) => {
    await account().put(`${key}-large`, large)
    await account().put(`${key}-other`, others)
    const download = async (which: string) => fetch(await signedUrl('GET', `${key}-${which}`))

    const slow = await Promise.all([download('large'), download('large')])
    for (let i = 0; i < 3; i++)
      expect((await bodyOf(await download('other'))).equals(others)).toBe(true)

    for (const response of slow) expect((await bodyOf(response)).equals(large)).toBe(true)
  })
})
