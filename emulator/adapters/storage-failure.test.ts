import { describe, expect, test } from 'vitest'
import { StorageError } from '../ports/storage-error.ts'
import { folderProblems, storageFailure } from './storage-failure.ts'

const ofSystem = (code: string) => Object.assign(new Error(`${code}: it failed, write`), { code })

const ofSqlite = (errcode: number) =>
  Object.assign(new Error('it failed'), { code: 'ERR_SQLITE_ERROR', errcode })

describe('a failure of storage', () => {
  test.for([
    [ofSystem('ENOSPC'), 'The folder /data is full (ENOSPC: it failed, write): make room there'],
    [ofSystem('EDQUOT'), 'The folder /data is full'],
    [ofSystem('EFBIG'), 'The folder /data is full'],
    [ofSystem('EROFS'), 'The folder /data cannot be written'],
    [ofSystem('EACCES'), 'The folder /data cannot be written'],
    [ofSystem('ENOENT'), 'The folder /data has lost a part'],
    [ofSystem('EMFILE'), 'The folder /data has too many files open'],
    [ofSystem('EIO'), 'The folder /data does not work'],
    [ofSqlite(13), 'The folder /data is full (it failed): make room there'],
    [ofSqlite(8), 'The folder /data cannot be written'],
    // SQLITE_IOERR_WRITE, SQLITE_READONLY_DBMOVED
    [ofSqlite(778), 'The folder /data does not work'],
    [ofSqlite(1032), 'The folder /data cannot be written'],
  ] as const)('tells of %o', ([error, text]) => {
    const failure = storageFailure('/data', error)

    expect(failure).toBeInstanceOf(StorageError)
    expect(failure).toMatchObject({ message: expect.stringContaining(text), cause: error })
  })

  test.for([new Error('a fault'), ofSystem('ECONNRESET'), ofSqlite(19), 'a text', undefined])(
    'is none in %o',
    (error) => {
      expect(storageFailure('/data', error)).toBe(error)
    },
  )

  test('is reported, and a fault is thrown', async () => {
    const fault = new Error('a fault')

    expect(await folderProblems('/data', () => Promise.resolve('fine'))).toEqual([])
    expect(await folderProblems('/data', () => Promise.reject(ofSystem('ENOSPC')))).toHaveLength(1)
    await expect(folderProblems('/data', () => Promise.reject(fault))).rejects.toBe(fault)
  })
})
