import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findMinio, findSeaweedfs } from './find.ts'

let folder: string
let PATH: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vod-emulator-test-'))
  PATH = ['absent', 'plain', 'programs'].map((name) => join(folder, name)).join(delimiter)
  await mkdir(join(folder, 'plain'))
  await mkdir(join(folder, 'programs', 'folder'), { recursive: true })
  for (const name of ['minio', 'weed']) {
    await writeFile(join(folder, 'plain', name), '')
    await writeFile(join(folder, 'programs', name), '')
    await chmod(join(folder, 'programs', name), 0o700)
  }
})
afterAll(() => rm(folder, { recursive: true }))

const nothing = { address: undefined, bin: undefined }

describe('a server for the tests', () => {
  test('is not found where there is none', () => {
    expect(findMinio({})).toEqual(nothing)
    expect(findSeaweedfs({ PATH: join(folder, 'plain') })).toEqual(nothing)
  })

  test('is a program on the PATH', () => {
    expect(findMinio({ PATH }).bin).toBe(join(folder, 'programs', 'minio'))
    expect(findSeaweedfs({ PATH }).bin).toBe(join(folder, 'programs', 'weed'))
  })

  test('is rather the program that is named', () => {
    const bin = join(folder, 'programs', 'weed')

    expect(findMinio({ PATH, MINIO_BIN: bin }).bin).toBe(bin)
    expect(findSeaweedfs({ WEED_BIN: bin }).bin).toBe(bin)
  })

  test.for(['absent', 'plain/minio', 'programs/folder'])('is not %s', (path) => {
    const MINIO_BIN = join(folder, path)

    expect(() => findMinio({ PATH, MINIO_BIN })).toThrow(`MINIO_BIN=${MINIO_BIN} is not a program.`)
  })

  test('is one that runs already, with its keys decoded', () => {
    const given = 'http://us%40er:se%2Fcret@minio.test:9000'

    expect(findMinio({ SDK_TESTS_MINIO: given }).address).toEqual({
      url: 'http://minio.test:9000',
      accessKey: 'us@er',
      secretKey: 'se/cret',
      storeUrl: given,
    })
  })

  test.for(['http://minio.test:9000', 'http://user@minio.test', 'ftp://user:se@h', 'minio:9000'])(
    'is not at %s',
    (given) => {
      expect(() => findMinio({ SDK_TESTS_MINIO: given })).toThrow(
        'SDK_TESTS_MINIO is not an address. Give http://KEY:SECRET@host:port.',
      )
    },
  )
})
