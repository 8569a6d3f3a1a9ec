import { expect, test } from 'vitest'
import { bytesOf, facts, readAll } from './bodies.ts'
import { at, type Subject } from './subject.ts'

/** What every object store does with multipart uploads. */
export function uploadLaws({ store, leftovers, putPart, putParts, putJoined }: Subject): void {
  test('joins parts in the order given, whatever their numbers', async () => {
    const handle = await store().createUpload(at, facts)
    const last = await putPart(handle, 10_000, Buffer.from('last'))
    const first = await putPart(handle, 2, Buffer.from('first '))
    await putPart(handle, 3, Buffer.from('left out '))
    const middle = await putPart(handle, 50, Buffer.from('middle '))

    const stored = await store().completeUpload(at, handle, [first, middle, last])

    expect(stored.size).toBe(17)
    expect(String(await readAll(store(), at, stored.revision))).toBe('first middle last')
  })

  test('joins more than nine parts in order', async () => {
    const bytes = Array.from({ length: 120 }, (_, i) => Buffer.from(`${i},`))

    const { revision } = await putJoined(bytes)

    expect(await readAll(store(), at, revision)).toEqual(Buffer.concat(bytes))
  })

  test('keeps both versions of a part until one is removed', async () => {
    const handle = await store().createUpload(at, facts)
    const old = await putPart(handle, 1, Buffer.from('old'))
    const replacement = await putPart(handle, 1, Buffer.from('new'))

    await store().removePart(at, handle, old.revision)
    await store().removePart(at, handle, old.revision)

    const stored = await store().completeUpload(at, handle, [replacement])
    expect(String(await readAll(store(), at, stored.revision))).toBe('new')
  })

  test('keeps the parts after a completion and the object after the upload', async () => {
    const { handle, parts } = await putParts([Buffer.from('a'), Buffer.from('b')])
    await store().completeUpload(at, handle, parts)

    const again = await store().completeUpload(at, handle, parts.toReversed())
    await store().removeUpload(at, handle)

    expect(String(await readAll(store(), at, again.revision))).toBe('ba')
  })

  test('leaves nothing of an aborted upload', async () => {
    const { handle } = await putParts([bytesOf(10), bytesOf(20)])

    await store().removeUpload(at, handle)
    await store().removeUpload(at, handle)

    expect(await leftovers()).toEqual([])
  })

  test('refuses parts and completion of an upload that is gone, and keeps nothing', async () => {
    const { handle, parts } = await putParts([bytesOf(10)])
    await store().removeUpload(at, handle)

    await expect(putPart(handle, 2, bytesOf(5))).rejects.toThrow()
    await expect(putPart('../objects', 2, bytesOf(5))).rejects.toThrow()
    await expect(store().completeUpload(at, handle, parts)).rejects.toThrow()

    expect(await leftovers()).toEqual([])
  })

  test('refuses a completion with a part that is gone, and keeps the others', async () => {
    const { handle, parts } = await putParts([bytesOf(10), bytesOf(20)])
    const [first, second] = parts
    await store().removePart(at, handle, second?.revision ?? '')
    const before = await leftovers()

    await expect(store().completeUpload(at, handle, parts)).rejects.toThrow()

    expect(await leftovers()).toEqual(before)
    expect((await store().completeUpload(at, handle, first ? [first] : [])).size).toBe(10)
  })
}
