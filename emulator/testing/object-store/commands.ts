import { hash } from 'node:crypto'
import fc from 'fast-check'
import { expect } from 'vitest'
import type { ObjectAddress, ObjectStore, StoredBytes } from '../../ports/object-store.ts'
import { bodyOf, facts, measured, readAll } from './bodies.ts'

interface Kept extends StoredBytes {
  readonly bytes: Buffer
}

interface Upload {
  readonly at: ObjectAddress
  readonly handle: string
  parts: readonly Kept[]
}

interface Entry extends Kept {
  readonly at: ObjectAddress
}

/** What a store should hold. A replaced revision is readable no longer than the store likes. */
export interface Model {
  current: readonly Entry[]
  replaced: readonly Entry[]
  uploads: readonly Upload[]
}

type Command = fc.AsyncCommand<Model, ObjectStore>

const sameAddress = (a: ObjectAddress, b: ObjectAddress) => a.bucket === b.bucket && a.key === b.key

const pickOf = <T>(list: readonly T[], pick: number): T => {
  const picked = list[pick % list.length]
  if (picked === undefined) throw new Error('a command picked from an empty list')
  return picked
}

function keep(model: Model, entry: Entry) {
  const isReplaced = ({ at }: Entry) => sameAddress(at, entry.at)
  model.replaced = [...model.replaced, ...model.current.filter(isReplaced)]
  model.current = [...model.current.filter((one) => !isReplaced(one)), entry]
}

const md5Of = (bytes: Buffer): Buffer => hash('md5', bytes, 'buffer')

const put = (at: ObjectAddress, bytes: Buffer): Command => ({
  check: () => true,
  async run(model, store) {
    const { md5, ...stored } = await store.put(at, measured(bodyOf(bytes), bytes.length), facts)
    expect(stored.size).toBe(bytes.length)
    expect(md5).toEqual(md5Of(bytes))
    keep(model, { ...stored, at, bytes })
  },
  toString: () => `put(${at.bucket}/${at.key}, ${bytes.length})`,
})

const read = (pick: number, from: number, to: number): Command => ({
  check: ({ current }) => current.length > 0 && pickOf(current, pick).size > 0,
  async run({ current }, store) {
    const { at, revision, bytes, size } = pickOf(current, pick)
    const [first = 0, last = 0] = [from % size, to % size].sort((a, b) => a - b)
    expect(await readAll(store, at, revision)).toEqual(bytes)
    expect(await readAll(store, at, revision, { first, last })).toEqual(
      bytes.subarray(first, last + 1),
    )
  },
  toString: () => `read(${pick}, ${from}, ${to})`,
})

const readReplaced = (pick: number): Command => ({
  check: ({ replaced }) => replaced.length > 0,
  async run({ replaced }, store) {
    const { at, revision, bytes } = pickOf(replaced, pick)
    const answer = await readAll(store, at, revision)
    expect(answer ?? bytes).toEqual(bytes)
  },
  toString: () => `readReplaced(${pick})`,
})

const remove = (pick: number): Command => ({
  check: ({ current }) => current.length > 0,
  async run(model, store) {
    const removed = pickOf(model.current, pick)
    await store.remove(removed.at, removed.revision)
    model.current = model.current.filter((entry) => entry !== removed)
    expect(await store.get(removed.at, removed.revision)).toBeUndefined()
  },
  toString: () => `remove(${pick})`,
})

const removeReplaced = (pick: number): Command => ({
  check: ({ replaced }) => replaced.length > 0,
  async run(model, store) {
    const removed = pickOf(model.replaced, pick)
    await store.remove(removed.at, removed.revision)
    model.replaced = model.replaced.filter((entry) => entry !== removed)
    expect(await store.get(removed.at, removed.revision)).toBeUndefined()
  },
  toString: () => `removeReplaced(${pick})`,
})

const createUpload = (at: ObjectAddress): Command => ({
  check: () => true,
  async run(model, store) {
    const handle = await store.createUpload(at, facts)
    model.uploads = [...model.uploads, { at, handle, parts: [] }]
  },
  toString: () => `createUpload(${at.bucket}/${at.key})`,
})

const putPart = (pick: number, number: number, bytes: Buffer): Command => ({
  check: ({ uploads }) => uploads.length > 0,
  async run({ uploads }, store) {
    const upload = pickOf(uploads, pick)
    const { md5, ...stored } = await store.putPart(upload.at, upload.handle, number, bodyOf(bytes))
    expect(stored.size).toBe(bytes.length)
    expect(md5).toEqual(md5Of(bytes))
    upload.parts = [...upload.parts, { ...stored, bytes }]
  },
  toString: () => `putPart(${pick}, ${number}, ${bytes.length})`,
})

const removePart = (pick: number): Command => ({
  check: ({ uploads }) => uploads.length > 0 && pickOf(uploads, pick).parts.length > 0,
  async run({ uploads }, store) {
    const upload = pickOf(uploads, pick)
    const [first, ...others] = upload.parts
    if (first) await store.removePart(upload.at, upload.handle, first.revision)
    upload.parts = others
  },
  toString: () => `removePart(${pick})`,
})

const completeUpload = (pick: number): Command => ({
  check: ({ uploads }) => uploads.length > 0 && pickOf(uploads, pick).parts.length > 0,
  async run(model, store) {
    const { at, handle, parts } = pickOf(model.uploads, pick)
    const bytes = Buffer.concat(parts.map((part) => part.bytes))
    const stored = await store.completeUpload(at, handle, parts)
    expect(stored.size).toBe(bytes.length)
    keep(model, { ...stored, at, bytes })
  },
  toString: () => `completeUpload(${pick})`,
})

const removeUpload = (pick: number): Command => ({
  check: ({ uploads }) => uploads.length > 0,
  async run(model, store) {
    const removed = pickOf(model.uploads, pick)
    await store.removeUpload(removed.at, removed.handle)
    model.uploads = model.uploads.filter((upload) => upload !== removed)
  },
  toString: () => `removeUpload(${pick})`,
})

const sweep = (): Command => ({
  check: () => true,
  async run({ current, replaced, uploads }, store) {
    const kept = [...current, ...replaced, ...uploads.flatMap(({ parts }) => parts)]
    await store.sweep({
      revisions: new Set(kept.map(({ revision }) => revision)),
      handles: new Set(uploads.map(({ handle }) => handle)),
    })
  },
  toString: () => 'sweep()',
})

const address = fc.record({
  bucket: fc.constantFrom('laws-one', 'laws-two'),
  key: fc.constantFrom('a', 'a/b.png', 'a/xl.meta', 'ü 水印+%2F', 'a/ .. /%', 'a\\b.png'),
})
const bytes = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes))
const pick = fc.nat({ max: 20 })

/** Histories of a store, weighted so that something is there to act on. */
export const histories = fc.commands(
  [
    fc.tuple(address, bytes).map((args) => put(...args)),
    fc.tuple(pick, pick, pick).map((args) => read(...args)),
    pick.map(readReplaced),
    pick.map(remove),
    pick.map(removeReplaced),
    address.map(createUpload),
    fc.tuple(pick, fc.integer({ min: 1, max: 10_000 }), bytes).map((args) => putPart(...args)),
    fc.tuple(pick, fc.integer({ min: 1, max: 3 }), bytes).map((args) => putPart(...args)),
    pick.map(removePart),
    pick.map(completeUpload),
    pick.map(removeUpload),
    fc.constant(null).map(sweep),
  ],
  { size: '+1', maxCommands: 60 },
)
