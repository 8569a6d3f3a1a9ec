import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readlink, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { objectStoreLaws } from '../testing/object-store/laws.ts'
import { recordsLaws } from '../testing/records/laws.ts'
import { filesystemObjectStore } from './filesystem/object-store.ts'
import { memoryObjectStore } from './memory/object-store.ts'
import { memoryRecords } from './memory/records.ts'
import { sqliteRecords } from './sqlite/records.ts'

const folders: string[] = []

async function temporaryFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'vod-emulator-laws-'))
  folders.push(folder)
  return folder
}

const at = { bucket: 'laws-one', key: 'a' }
const noFacts = { headers: {} }
const nothing = { revisions: new Set<string>(), handles: new Set<string>() }

async function* body(...texts: readonly string[]) {
  for (const text of texts) yield Buffer.from(text)
}

/** All below the three folders of a store. */
const leftovers = async (directory: string) =>
  (await readdir(directory, { recursive: true })).filter((name) => name.includes(sep)).sort()

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

recordsLaws('in memory', async () => {
  const records = memoryRecords()
  return [records, records]
})

recordsLaws('on SQLite', async () => {
  const records = sqliteRecords({ file: join(await temporaryFolder(), 'records.db') })
  return [records, records]
})

objectStoreLaws('in memory', async () => ({ store: memoryObjectStore() }))

objectStoreLaws('on the filesystem', async () => {
  const directory = await temporaryFolder()
  return {
    store: filesystemObjectStore({ directory }),
    leftovers: () => leftovers(directory),
    reopen: async () => filesystemObjectStore({ directory }),
  }
})

/** Another process that commits a record and is killed at once. */
function commitAndDie(file: string): void {
  const adapter = new URL('sqlite/records.ts', import.meta.url).href
  const code = `
    import { sqliteRecords } from '${adapter}'
    const records = sqliteRecords({ file: process.argv[1] })
    await records.commit([{ kind: 'installation', key: 'it', value: { generation: 3 } }])
    process.kill(process.pid, 'SIGKILL')
  `
  const { signal } = spawnSync(process.execPath, ['--input-type=module', '-e', code, file])
  expect(signal).toBe('SIGKILL')
}

describe('records on SQLite', () => {
  test('keeps what was committed when the process is killed', async () => {
    const file = join(await temporaryFolder(), 'records.db')
    commitAndDie(file)

    const later = sqliteRecords({ file })

    expect((await later.get('installation', 'it'))?.value).toEqual({ generation: 3 })
    await later.close()
  })

  test('refuses a file that another has open', async () => {
    const file = join(await temporaryFolder(), 'records.db')
    const first = sqliteRecords({ file })

    expect(() => sqliteRecords({ file })).toThrow('Another emulator uses')

    await first.close()
  })
})

describe('the object store on the filesystem', () => {
  test('says why it cannot be used', async () => {
    const directory = await temporaryFolder()
    const store = filesystemObjectStore({ directory })
    await rm(join(directory, 'objects'), { recursive: true })

    const reasons = await store.health()

    expect(reasons).toHaveLength(1)
    expect(reasons[0]).toContain(join(directory, 'objects'))
  })

  test('spares in a sweep the body being written, and removes what others left half written', async () => {
    const directory = await temporaryFolder()
    const store = filesystemObjectStore({ directory })
    await writeFile(join(directory, 'incoming', 'f'.repeat(32)), 'half')
    let swept = 0
    async function* sweeping() {
      yield* body('a'.repeat(300_000))
      swept = await store.sweep(nothing)
      yield* body('b')
    }

    const stored = await store.put(at, sweeping(), noFacts)

    expect(swept).toBe(1)
    expect(stored.size).toBe(300_001)
    expect(await leftovers(directory)).toEqual([join('objects', stored.revision)])
  })

  test.runIf(process.platform === 'linux')(
    'closes files of streams that are given up',
    async () => {
      const directory = await temporaryFolder()
      const store = filesystemObjectStore({ directory })
      const { revision } = await store.put(at, body('text'), noFacts)
      const openFiles = async () => {
        const names = await readdir('/proc/self/fd')
        const targets = await Promise.all(
          names.map((name) => readlink(`/proc/self/fd/${name}`).catch(() => '')),
        )
        return targets.filter((target) => target.startsWith(directory))
      }
      const stream = await store.get(at, revision)
      const whileOpen = await openFiles()

      await new Promise((resolve) => stream?.once('close', resolve).destroy())

      expect(whileOpen).toHaveLength(1)
      expect(await openFiles()).toEqual([])
    },
  )
})
