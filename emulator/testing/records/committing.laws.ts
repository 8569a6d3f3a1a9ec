import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Change, Conflict, type Records } from '../../ports/records/records.ts'
import { inList, key, media, object, unwritable } from './samples.ts'

const address = (at: string, mediaId?: string): Change =>
  mediaId === undefined
    ? { kind: 'address', key: at }
    : { kind: 'address', key: at, value: { mediaId } }

const change = fc.record(
  { key, value: fc.string({ unit: 'binary', maxLength: 3 }) },
  { requiredKeys: ['key'] },
)
const batches = fc.array(fc.array(change, { maxLength: 5 }), { maxLength: 8 })

type Batch = readonly { readonly key: string; readonly value?: string }[]

function applyTo(model: Map<string, string>, batch: Batch): void {
  for (const one of batch) {
    if (one.value === undefined) model.delete(one.key)
    else model.set(one.key, one.value)
  }
}

const changesOf = (batch: Batch): readonly Change[] =>
  batch.map((one) => address(one.key, one.value))

/** How changes are kept. */
export function committingLaws(records: () => Records): void {
  const idAt = async (at: string) => (await records().get('address', at))?.value.mediaId
  const versionAt = async (at: string) => (await records().get('address', at))?.version
  const expected = (at: string, version: string | undefined) =>
    ({ kind: 'address', key: at, version }) as const

  const contents = async () => {
    const { items } = await records().list('address', { limit: 1000 })
    return new Map(items.map((one) => [one.key, one.value.mediaId]))
  }

  test('answers like a map after any commits', async () => {
    await fc.assert(
      fc.asyncProperty(batches, key, async (all, at) => {
        await records().clear()
        const model = new Map<string, string>()
        for (const batch of all) {
          await records().commit(changesOf(batch))
          applyTo(model, batch)
        }

        expect(await contents()).toEqual(model)
        expect(await idAt(at)).toBe(model.get(at))
      }),
    )
  })

  test('keeps commits that wait together apart, and in their order', async () => {
    await fc.assert(
      fc.asyncProperty(batches, async (all) => {
        await records().clear()
        const model = new Map<string, string>()
        const waiting = all.map((batch) => {
          applyTo(model, batch)
          return records().commit(changesOf(batch))
        })
        await Promise.all(waiting)

        expect(await contents()).toEqual(model)
      }),
    )
  })

  test('gives records back as they were', async () => {
    await records().commit([
      { kind: 'media', key: 'm1', value: media },
      { kind: 'object', key: 'outin/a', value: object },
      { kind: 'installation', key: '', value: { generation: 0 } },
    ])

    expect((await records().get('media', 'm1'))?.value).toEqual(media)
    expect((await records().get('object', 'outin/a'))?.value).toEqual(object)
    expect((await records().get('installation', ''))?.value).toEqual({ generation: 0 })
  })

  test('keeps kinds apart', async () => {
    await records().commit([
      address('x', 'm1'),
      { kind: 'installation', key: 'x', value: { generation: 7 } },
    ])
    await records().commit([{ kind: 'installation', key: 'x' }])

    expect(await idAt('x')).toBe('m1')
    expect(await records().get('installation', 'x')).toBeUndefined()
    expect((await records().list('installation', { limit: 1 })).items).toEqual([])
  })

  test('applies changes of one commit in order', async () => {
    await records().commit([address('k', '1'), address('k'), address('k', '2'), address('l', '1')])
    await records().commit([address('l', '2'), address('l')])

    expect(await contents()).toEqual(new Map([['k', '2']]))
  })

  test('takes the removal of what is not there', async () => {
    await records().commit([address('k')])

    expect(await idAt('k')).toBeUndefined()
  })

  test('commits all changes or none, and works on after a failure', async () => {
    await records().commit([address('k', 'old')])

    await records()
      .commit([address('k', 'new'), { kind: 'media', key: 'm1', value: unwritable }])
      .catch(() => 'refused where JSON is written')

    const isCommitted = (await records().get('media', 'm1')) !== undefined
    expect(await idAt('k')).toBe(isCommitted ? 'new' : 'old')
    await records().commit([address('k', 'later')])
    expect(await idAt('k')).toBe('later')
  })

  test('lets no commit fail its neighbours', async () => {
    const before = records().commit([address('k', 'before'), address('l', 'before')])
    const failing = records().commit([
      address('k', 'failing'),
      { kind: 'media', key: 'm1', value: unwritable },
    ])
    const conflicting = records().commit([address('k', 'conflicting')], [expected('k', undefined)])
    const after = records().commit([address('l', 'after')])

    const outcomes = await Promise.allSettled([before, failing, conflicting, after])

    const statuses = outcomes.map(({ status }) => status)
    expect(statuses).toEqual(['fulfilled', statuses[1], 'rejected', 'fulfilled'])
    expect(await idAt('k')).toBe(statuses[1] === 'fulfilled' ? 'failing' : 'before')
    expect(await idAt('l')).toBe('after')
  })

  test('clears between commits that wait together', async () => {
    await Promise.all([
      records().commit([address('k', 'gone'), { kind: 'media', key: 'm1', value: media }]),
      records().clear([address('l', 'with it')]),
      records().commit([address('m', 'after')]),
    ])

    expect([...(await contents()).keys()]).toEqual(['l', 'm'])
    expect(
      (await records().find('media', { index: 'created', equal: inList, limit: 1 })).items,
    ).toEqual([])
  })

  test('commits what expects what is there', async () => {
    await records().commit([address('k', '1')], [expected('k', undefined)])
    const version = await versionAt('k')

    await records().commit([address('l', '1')], [expected('k', version), expected('l', undefined)])

    expect(await idAt('l')).toBe('1')
    expect(await versionAt('k')).toBe(version)
  })

  test('refuses what expects what is not there, and does nothing of it', async () => {
    await records().commit([address('k', '1')])
    const version = await versionAt('k')
    await records().commit([address('k', '2')])

    const stale = records().commit([address('k', '3'), address('l', '3')], [expected('k', version)])
    await expect(stale).rejects.toThrow(Conflict)
    const present = records().commit([address('l', '3')], [expected('k', undefined)])
    await expect(present).rejects.toThrow(Conflict)
    const absent = records().commit([address('l', '3')], [expected('none', version)])
    await expect(absent).rejects.toThrow(Conflict)
    const cleared = records().clear([address('l', '3')], [expected('k', version)])
    await expect(cleared).rejects.toThrow(Conflict)

    expect(await contents()).toEqual(new Map([['k', '2']]))
  })

  test('lets one of those through that expect the same', async () => {
    const commits = ['1', '2', '3'].map((id) =>
      records().commit([address('k', id)], [expected('k', undefined)]),
    )
    const outcomes = await Promise.allSettled(commits)

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(['1', '2', '3'][outcomes.findIndex(({ status }) => status === 'fulfilled')]).toBe(
      await idAt('k'),
    )
  })

  test('never gives a key a version again', async () => {
    const versions: (string | undefined)[] = []
    const keep = async (id: string) => {
      await records().commit([address('k', id)])
      versions.push(await versionAt('k'))
    }
    await keep('1')
    await keep('1')
    await records().commit([address('k')])
    await keep('1')
    await records().clear()
    await keep('1')

    expect(new Set(versions).size).toBe(4)
    expect(versions).not.toContain(undefined)
  })

  test('keeps through a clearing what outlives it, and finds it still', async () => {
    const value = { revision: 'r', bucket: 'b', key: 'k', upload: 'u', atMs: 0 }
    const upload = { atMs: 0, headers: {} }
    await records().commit([
      { kind: 'bucketVersion', key: 'r', value },
      { kind: 'bucketUpload', key: 'u', value: upload },
    ])

    await records().clear()

    expect((await records().get('bucketUpload', 'u'))?.value).toEqual(upload)
    const query = { index: 'upload', equal: { upload: 'u' }, limit: 9 } as const
    const { items } = await records().find('bucketVersion', query)
    expect(items.map((one) => one.value)).toEqual([value])
    await records().commit([
      { kind: 'bucketVersion', key: 'r' },
      { kind: 'bucketUpload', key: 'u' },
    ])
  })

  test('is empty after it was cleared', async () => {
    await records().commit([address('a/k', 'v'), { kind: 'media', key: 'm1', value: media }])

    await records().clear()

    expect(await idAt('a/k')).toBeUndefined()
    expect((await records().list('address', { limit: 1 })).items).toEqual([])
    expect((await records().list('media', { limit: 1 })).items).toEqual([])
  })
}
