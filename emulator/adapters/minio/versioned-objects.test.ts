import { S3Error } from 'minio'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { StorageError } from '../../ports/storage-error.ts'
import { type Ledger, ledger as openLedger } from './ledger.ts'
import type { S3, Version } from './s3.ts'
import { Vault } from './versioned-objects.ts'

/** A server whose answers are lost, or come late: no real one does that when it is told to. */
class Unreliable implements S3 {
  readonly versions = new Map<string, Version>()
  putting: (arrive: () => string) => string | Promise<string> = (arrive) => arrive()
  removing: (version: Version) => void = () => undefined

  async makeBucket() {}
  async put({ bucket, key }: Version, _: unknown, mark: string, bytes: AsyncIterable<unknown>) {
    for await (const _bytes of bytes);
    const version = `version of ${mark}`
    return this.putting(() => {
      this.versions.set(mark, { bucket, key, version })
      return version
    })
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
  async madeBy(mark: string) {
    return this.versions.get(mark)
  }
  close() {}
}

const lost = () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
const place = { bucket: 'b', key: 'k' }

async function* body(failure?: Error) {
  yield Buffer.from('bytes')
  if (failure) throw failure
}

let now: number
let server: Unreliable
let ledger: Ledger
let vault: Vault

beforeEach(() => {
  now = 0
  server = new Unreliable()
  ledger = openLedger()
  vault = new Vault(server, ledger, 'http://minio:9000', () => now)
})

afterEach(() => {
  vi.useRealTimers()
  vault.close()
})

describe('a put', () => {
  test('that arrived though its answer was lost is removed', async () => {
    server.putting = (arrive) => {
      arrive()
      throw lost()
    }
    await expect(vault.put(place, {}, body())).rejects.toThrow(StorageError)
    expect(server.versions.size).toBe(1)

    await vault.settle()

    expect(server.versions.size).toBe(0)
    expect([...ledger.entries()]).toEqual([])
  })

  test('that arrives after it was given up is removed, too', async () => {
    let arrive = () => ''
    server.putting = (arriving) => {
      arrive = arriving
      throw lost()
    }
    await expect(vault.put(place, {}, body())).rejects.toThrow(StorageError)
    await vault.settle()
    now += 29_999
    arrive()

    await vault.settle()

    expect(server.versions.size).toBe(0)
    expect([...ledger.entries()]).toEqual([])
  })

  test('that never arrives is forgotten after half a minute', async () => {
    server.putting = () => {
      throw lost()
    }
    await expect(vault.put(place, {}, body())).rejects.toThrow(StorageError)
    await vault.settle()
    expect([...ledger.entries()]).toHaveLength(1)
    now += 30_000

    await vault.settle()

    expect([...ledger.entries()]).toEqual([])
  })

  test.for([
    ['its body', new Error('the client went away'), undefined],
    ['the server', undefined, Object.assign(new S3Error('full'), { code: 'XMinioStorageFull' })],
  ] as const)('that fails by %s is forgotten at once', async ([, broken, refused]) => {
    server.putting = (arrive) => {
      if (refused) throw refused
      return arrive()
    }

    const put = vault.put(place, {}, body(broken))

    if (broken) await expect(put).rejects.toBe(broken)
    else await expect(put).rejects.toThrow('is full (XMinioStorageFull)')
    expect([...ledger.entries()]).toEqual([])
  })
})

describe('a removal that fails', () => {
  test('is as good as done, and done later', async () => {
    const { revision } = await vault.put(place, {}, body())
    server.removing = () => {
      throw lost()
    }
    await expect(vault.remove(revision)).rejects.toThrow(StorageError)
    expect(vault.find(revision)).toBeUndefined()
    expect(vault.isOwn(revision)).toBe(false)
    server.removing = () => undefined

    await vault.ask(async () => 'an answer')

    await vi.waitFor(() => expect([...ledger.entries()]).toEqual([]))
    expect(server.versions.size).toBe(0)
  })

  test('is done a second after the last try, when one request succeeds meanwhile', async () => {
    const { revision } = await vault.put(place, {}, body())
    server.removing = () => {
      throw lost()
    }
    await expect(vault.remove(revision)).rejects.toThrow(StorageError)
    await expect(vault.settle()).rejects.toThrow('hang up')
    server.removing = () => undefined
    vi.useFakeTimers({ toFake: ['setTimeout'] })

    await vault.ask(async () => 'an answer')
    await vi.advanceTimersByTimeAsync(999)
    expect(server.versions.size).toBe(1)
    await vi.advanceTimersByTimeAsync(1)

    expect(server.versions.size).toBe(0)
  })

  test('keeps nothing else from being removed', async () => {
    const puts = Array.from({ length: 20 }, () => vault.put(place, {}, body()))
    const revisions = (await Promise.all(puts)).map(({ revision }) => revision)
    server.removing = () => {
      throw lost()
    }
    await Promise.allSettled(revisions.map((revision) => vault.remove(revision)))
    expect(server.versions.size).toBe(20)
    const [locked = ''] = revisions
    server.removing = ({ version }) => {
      if (version === `version of ${locked}`) throw lost()
    }

    for (let tries = 0; tries < 3; tries++) await expect(vault.settle()).rejects.toThrow('hang up')

    expect([...server.versions.keys()]).toEqual([locked])
    expect(Array.from(ledger.entries(), ({ revision }) => revision)).toEqual([locked])
  })
})
