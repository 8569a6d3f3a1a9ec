import { createHash, hash } from 'node:crypto'
import { S3Error } from 'minio'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { StorageError } from '../../ports/storage-error.ts'
import { bodyOf, measured } from '../../testing/object-store/bodies.ts'
import { memoryRecords } from '../memory/records.ts'
import { Availability } from './availability.ts'
import { Etags } from './etags.ts'
import { type Ledger, ledger as openLedger } from './ledger.ts'
import type { S3, Version } from './s3.ts'
import { VersionedObjects } from './versioned-objects.ts'

/** A server whose answers are lost or late: no real one does that on demand. */
class Unreliable implements S3 {
  readonly versions = new Map<string, Version>()
  putting: (takeEffect: () => string) => string | Promise<string> = (takeEffect) => takeEffect()
  removing: (version: Version) => void = () => undefined
  etag: (md5: Buffer) => Buffer | undefined = (md5) => md5

  async createBucket() {}
  async put({ bucket, key }: Version, _: unknown, mark: string, bytes: AsyncIterable<Buffer>) {
    const md5 = createHash('md5')
    for await (const chunk of bytes) md5.update(chunk)
    const version = await this.putting(() => {
      const made = `version of ${mark}`
      this.versions.set(mark, { bucket, key, version: made })
      return made
    })
    return { version, md5: this.etag(md5.digest()) }
  }
  async get() {
    return undefined
  }
  async remove(removed: Version) {
    this.removing(removed)
    for (const [mark, { version }] of this.versions)
      if (removed.version === version) this.versions.delete(mark)
  }
  async removeLast() {
    throw new Error('no part is put here')
  }
  async createdBy(mark: string) {
    return this.versions.get(mark)
  }
  close() {}
}

const lost = () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
const address = { bucket: 'b', key: 'k' }

async function* body(failure?: Error) {
  yield Buffer.from('bytes')
  if (failure) throw failure
}

let now: number
let server: Unreliable
let ledger: Ledger
let objects: VersionedObjects
let notices: string[]

beforeEach(() => {
  now = 0
  server = new Unreliable()
  ledger = openLedger(memoryRecords())
  notices = []
  const availability = new Availability('http://minio:9000', (text) => notices.push(text))
  objects = new VersionedObjects({
    s3: server,
    ledger,
    etags: new Etags(),
    availability,
    now: () => now,
  })
})

afterEach(() => {
  vi.useRealTimers()
  objects.close()
})

describe('people', () => {
  const gone =
    'MinIO at http://minio:9000 cannot be reached (ECONNRESET); requests that need it are refused until it is back.'
  const back = 'MinIO at http://minio:9000 is back.'
  const fail = () => {
    throw lost()
  }

  test('are told once that the server has gone, and once that it is back', async () => {
    const { revision } = await objects.put(address, {}, body())
    expect(notices).toEqual([])
    server.putting = fail
    server.removing = fail

    await expect(objects.put(address, {}, body())).rejects.toThrow(StorageError)
    await expect(objects.ask(async () => fail())).rejects.toThrow(StorageError)
    await expect(objects.remove(revision)).rejects.toThrow(StorageError)
    expect(notices).toEqual([gone])

    server.putting = (takeEffect) => takeEffect()
    await objects.put(address, {}, body())
    await objects.put(address, {}, body())
    expect(notices).toEqual([gone, back])
  })

  test.for<[by: string, act: () => Promise<unknown>]>([
    ['an answer', () => objects.ask(async () => undefined)],
    ['a put', () => objects.put(address, {}, body())],
  ])('are told by %s that the server is back', async ([, act]) => {
    await expect(objects.ask(async () => fail())).rejects.toThrow(StorageError)

    await act()

    expect(notices).toEqual([gone, back])
  })

  test('are not told of a body that failed', async () => {
    await expect(objects.put(address, {}, body(lost()))).rejects.toThrow('socket hang up')

    expect(notices).toEqual([])
  })
})

describe('a put', () => {
  test('that took effect though its answer was lost is removed', async () => {
    server.putting = (takeEffect) => {
      takeEffect()
      throw lost()
    }
    await expect(objects.put(address, {}, body())).rejects.toThrow(StorageError)
    expect(server.versions.size).toBe(1)

    await objects.settle()

    expect(server.versions.size).toBe(0)
    expect(await ledger.entries()).toEqual([])
  })

  test('that takes effect after it was given up is removed too', async () => {
    let takeEffect = () => ''
    server.putting = (takingEffect) => {
      takeEffect = takingEffect
      throw lost()
    }
    await expect(objects.put(address, {}, body())).rejects.toThrow(StorageError)
    await objects.settle()
    now += 29_999
    takeEffect()

    await objects.settle()

    expect(server.versions.size).toBe(0)
    expect(await ledger.entries()).toEqual([])
  })

  test('that never takes effect is forgotten after half a minute', async () => {
    server.putting = () => {
      throw lost()
    }
    await expect(objects.put(address, {}, body())).rejects.toThrow(StorageError)
    await objects.settle()
    expect(await ledger.entries()).toHaveLength(1)
    now += 30_000

    await objects.settle()

    expect(await ledger.entries()).toEqual([])
  })

  test.for([
    ['its body', new Error('the client went away'), undefined],
    ['the server', undefined, Object.assign(new S3Error('full'), { code: 'XMinioStorageFull' })],
  ] as const)('that fails because of %s is forgotten at once', async ([, broken, refused]) => {
    server.putting = (takeEffect) => {
      if (refused) throw refused
      return takeEffect()
    }

    const put = objects.put(address, {}, body(broken))

    if (broken) await expect(put).rejects.toBe(broken)
    else await expect(put).rejects.toThrow('is full (XMinioStorageFull)')
    expect(await ledger.entries()).toEqual([])
  })
})

describe('a removal that fails', () => {
  test('counts as done, and is done later', async () => {
    const { revision } = await objects.put(address, {}, body())
    server.removing = () => {
      throw lost()
    }
    await expect(objects.remove(revision)).rejects.toThrow(StorageError)
    expect(await objects.find(revision)).toBeUndefined()
    expect(objects.isOwn(revision)).toBe(false)
    server.removing = () => undefined

    await objects.ask(async () => 'an answer')

    await vi.waitFor(async () => expect(await ledger.entries()).toEqual([]))
    expect(server.versions.size).toBe(0)
  })

  test('is done a second after the last attempt, once another request succeeded', async () => {
    const { revision } = await objects.put(address, {}, body())
    server.removing = () => {
      throw lost()
    }
    await expect(objects.remove(revision)).rejects.toThrow(StorageError)
    await expect(objects.settle()).rejects.toThrow('hang up')
    server.removing = () => undefined
    vi.useFakeTimers({ toFake: ['setTimeout'] })

    await objects.ask(async () => 'an answer')
    await vi.advanceTimersByTimeAsync(999)
    expect(server.versions.size).toBe(1)
    await vi.advanceTimersByTimeAsync(1)

    expect(server.versions.size).toBe(0)
  })

  test('holds up no other removal', async () => {
    const puts = Array.from({ length: 20 }, () => objects.put(address, {}, body()))
    const revisions = (await Promise.all(puts)).map(({ revision }) => revision)
    server.removing = () => {
      throw lost()
    }
    await Promise.allSettled(revisions.map((revision) => objects.remove(revision)))
    expect(server.versions.size).toBe(20)
    const [locked = ''] = revisions
    server.removing = ({ version }) => {
      if (version === `version of ${locked}`) throw lost()
    }

    for (let tries = 0; tries < 3; tries++)
      await expect(objects.settle()).rejects.toThrow('hang up')

    expect([...server.versions.keys()]).toEqual([locked])
    expect((await ledger.entries()).map(({ key }) => key)).toEqual([locked])
  })
})

describe('the MD5 of a put', () => {
  const bytes = Buffer.from('bytes')
  const md5 = hash('md5', bytes, 'buffer')
  const etag = Buffer.alloc(16, 'not an MD5')
  const put = async () =>
    (await objects.put(address, {}, measured(bodyOf(bytes), bytes.length))).md5

  test('is computed once, and then taken from the ETag', async () => {
    expect(await put()).toEqual(md5)

    server.etag = () => etag
    expect(await put()).toEqual(etag)
  })

  test('is computed again after a failure, and from then on if the ETag is another', async () => {
    await put()
    server.putting = () => {
      throw lost()
    }
    await expect(put()).rejects.toThrow(StorageError)
    server.putting = (takeEffect) => takeEffect()
    server.etag = () => etag
    expect(await put()).toEqual(md5)

    server.etag = (computed) => computed
    expect(await put()).toEqual(md5)
    server.etag = () => etag
    expect(await put()).toEqual(md5)
  })

  test('is taken from the ETag still when a client breaks off', async () => {
    await put()
    const error = new Error('the client went away')
    await expect(objects.put(address, {}, body(error))).rejects.toBe(error)

    server.etag = () => etag
    expect(await put()).toEqual(etag)
  })

  test('is computed for a body of unknown length', async () => {
    await put()

    server.etag = () => undefined
    expect((await objects.put(address, {}, body())).md5).toEqual(md5)
  })

  test('that an answer fails to tell fails the put, keeps nothing, and is computed from then on', async () => {
    await put()
    server.etag = () => undefined

    await expect(put()).rejects.toThrow('no longer MD5s')

    await objects.settle()
    expect(server.versions.size).toBe(1)
    server.etag = () => etag
    expect(await put()).toEqual(md5)
    server.etag = (computed) => computed
    expect(await put()).toEqual(md5)
    server.etag = () => etag
    expect(await put()).toEqual(md5)
  })
})
