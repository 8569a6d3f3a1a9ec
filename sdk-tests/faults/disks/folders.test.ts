import { createHash } from 'node:crypto'
import {
  copyFile,
  type FileHandle,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect } from 'vitest'
import type { EmulatorTarget } from '#contracts/target.ts'
import { uploadClient } from '../../clients/ali-oss.ts'
import { popCoreGet } from '../../clients/pop-core.ts'
import { startUpload } from '../../operations/vod/chain.ts'
import { needsEmulator, test } from '../../setup/fixtures.ts'
import { startEmulatorTarget } from '../../setup/target.ts'
import { refusedProcess, startProcess } from '../kills/process.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vod-emulator-test-'))
})
afterEach(() => rm(folder, { recursive: true }))

const records = () => join(folder, 'records.sqlite')

/** Every file below a path with a hash of what is in it, and every folder. */
async function snapshot(path: string): Promise<readonly string[]> {
  if (!(await stat(path)).isDirectory()) return [await hashed(path)]
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  const lines = entries.map((entry) => {
    const place = join(entry.parentPath, entry.name)
    return entry.isDirectory() ? place : hashed(place)
  })
  return (await Promise.all(lines)).sort()
}

const hashed = async (file: string): Promise<string> =>
  `${file} ${createHash('sha256')
    .update(await readFile(file))
    .digest('hex')}`

/** An object, and an upload that waits for its second part. */
async function use(target: EmulatorTarget): Promise<void> {
  for (let i = 0; i < 40; i++) await startUpload(popCoreGet, target)
  const { upload } = await startUpload(popCoreGet, target)
  const client = uploadClient(upload, { addressing: 'ip', region: 'oss-cn-shanghai' })
  await client.put(upload.address.FileName, Buffer.from('kept'))
  const { uploadId } = await client.initMultipartUpload(upload.address.FileName)
  await client.uploadPart(upload.address.FileName, uploadId, 1, Buffer.from('part'), 0, 4)
}

async function useAndStop(): Promise<void> {
  await using target = await startEmulatorTarget({ dataDir: folder })
  await use(target)
}

async function useAndKill(): Promise<void> {
  await using running = await startProcess(folder)
  await startUpload(popCoreGet, running.target)
}

async function inFile(path: string, act: (file: FileHandle) => Promise<unknown>): Promise<void> {
  await using file = await open(path, 'r+')
  await act(file)
}

const overwrite = (path: string, at: number, bytes: Buffer) =>
  inFile(path, (file) => file.write(bytes, 0, bytes.length, at))

function inRecords(sql: string): void {
  const database = new DatabaseSync(records())
  database.exec(sql)
  database.close()
}

/** The first page and its journal, as they are in the middle of a write. */
async function beginRecords(): Promise<void> {
  const made = join(folder, 'lost+found')
  const database = new DatabaseSync(made)
  database.exec('PRAGMA synchronous = OFF; PRAGMA user_version = 1; BEGIN; PRAGMA user_version = 2')
  await copyFile(made, records())
  await copyFile(`${made}-journal`, `${records()}-journal`)
  database.exec('ROLLBACK')
  database.close()
}

const pageSize = 4096

/** A page in the middle of the records. */
const somePage = async () => pageSize * Math.floor((await stat(records())).size / pageSize / 2)

interface Unsound {
  readonly name: string
  readonly make: () => Promise<unknown> | unknown
  readonly message: RegExp
}

const used: readonly Unsound[] = [
  {
    name: 'records of a newer layout',
    make: () => inRecords('PRAGMA user_version = 4'),
    message:
      /records\.sqlite was written by a newer emulator \(layout 4, this one knows 3\): use that one/,
  },
  {
    name: 'records of an older layout',
    make: () => inRecords('PRAGMA user_version = 1'),
    message:
      /records\.sqlite was written by an older emulator \(layout 1, this one knows 3\): remove the folder if/,
  },
  {
    name: 'records that are no database',
    make: () => writeFile(records(), 'Dear diary, '.repeat(1000)),
    message: /records\.sqlite is damaged \(file is not a database\): restore it/,
  },
  {
    name: 'records cut in half',
    make: async () => truncate(records(), await somePage()),
    message: /records\.sqlite is damaged \(.+\): restore it/,
  },
  {
    name: 'emptied records',
    make: () => truncate(records(), 0),
    message: /is damaged \(it has objects, but no records of them\): restore records\.sqlite/,
  },
  {
    name: 'removed records',
    make: () => rm(records()),
    message: /is damaged \(it has objects, but no records of them\): restore records\.sqlite/,
  },
  {
    name: 'a page of bytes of no meaning',
    make: async () => overwrite(records(), await somePage(), Buffer.alloc(pageSize, 0xa5)),
    message: /records\.sqlite is damaged \(.+\): restore it/,
  },
  {
    name: 'a record that is no JSON',
    make: () => inRecords("UPDATE records SET value = '{\"mediaId' WHERE kind = 'media'"),
    message: /records\.sqlite is damaged \(41 records are no JSON\): restore it/,
  },
  {
    name: 'an emptied secret',
    make: () => truncate(join(folder, 'server-secret'), 0),
    message: /server-secret is empty: remove it to have a new secret made/,
  },
  {
    name: 'no objects',
    make: () => rm(join(folder, 'objects'), { recursive: true }),
    message: /objects is missing, though there are records of what was in it: restore it/,
  },
  {
    name: 'no uploads',
    make: () => rm(join(folder, 'objects', 'uploads'), { recursive: true }),
    message: /uploads is missing, though there are records of what was in it: restore it/,
  },
]

const killed: readonly Unsound[] = [
  {
    name: 'pages of bytes of no meaning',
    make: async () => {
      const { size } = await stat(records())
      await overwrite(records(), size / 2, Buffer.alloc(size / 2, 0xa5))
    },
    message: /records\.sqlite is damaged \(.+\): restore it/,
  },
  {
    name: 'a log that is none',
    make: () => overwrite(`${records()}-wal`, 0, Buffer.alloc(100, 0xa5)),
    message: /records\.sqlite-wal is damaged \(no log of SQLite\): restore it/,
  },
  {
    name: 'emptied records beside a log',
    make: () => truncate(records(), 0),
    message: /records\.sqlite is damaged \(empty\): restore it/,
  },
]

const foreign: readonly Unsound[] = [
  {
    name: 'files of something else',
    make: () => writeFile(join(folder, 'thesis.odt'), 'Chapter one'),
    message:
      /is not a data folder of an emulator \(it holds thesis\.odt\): choose an empty or a new one/,
  },
  {
    name: 'the database of another program',
    make: () => inRecords('CREATE TABLE albums (title TEXT)'),
    message: /records\.sqlite belongs to another program \(table albums\): choose another folder/,
  },
]

async function expectRefused(expected: RegExp, path = folder): Promise<void> {
  const before = await snapshot(path)

  const { status, message } = await refusedProcess(path)

  expect({ status, message }).toEqual({ status: 1, message: expect.stringMatching(expected) })
  expect(message.trim().split('\n')).toHaveLength(1)
  expect(await snapshot(path)).toEqual(before)
}

describe('a folder is refused in one sentence and left as it was', () => {
  test.for(used)('with $name', async ({ make, message }, { skip }) => {
    needsEmulator(skip)
    await useAndStop()
    await make()
    await expectRefused(message)
  })

  test.for(killed)('of a killed emulator, with $name', async ({ make, message }, { skip }) => {
    needsEmulator(skip)
    await useAndStop()
    await useAndKill()
    await make()
    await expectRefused(message)
  })

  test.for(foreign)('with $name', async ({ make, message }, { skip }) => {
    needsEmulator(skip)
    await make()
    await expectRefused(message)
  })

  test('that is a file', async ({ skip }) => {
    needsEmulator(skip)
    const file = join(folder, 'data')
    await writeFile(file, 'text')
    await expectRefused(/data cannot be used \(.+\): make it a folder that may be written/, file)
  })
})

describe('a folder is taken', () => {
  test.for([
    { name: 'with what a disk has of itself', make: () => mkdir(join(folder, 'lost+found')) },
    { name: 'when the start that made it was killed', make: () => writeFile(records(), '') },
    { name: 'when it is not there yet', make: () => rm(folder, { recursive: true }) },
    { name: 'when that start was killed in its first write', make: beginRecords },
  ])('$name', async ({ make }, { skip }) => {
    needsEmulator(skip)
    await make()

    await using target = await startEmulatorTarget({ dataDir: folder })

    await use(target)
  })
})

test('a refused start takes no lock from the emulator that has it', async ({ skip }) => {
  needsEmulator(skip)
  await using target = await startEmulatorTarget({ dataDir: folder })
  await use(target)

  await expect(startEmulatorTarget({ dataDir: folder })).rejects.toThrow('Another emulator uses')
  const elsewhere = await refusedProcess(folder)

  expect(elsewhere).toEqual({
    status: 1,
    message: expect.stringContaining('Another emulator uses'),
  })
  await use(target)
})
