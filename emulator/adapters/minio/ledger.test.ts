import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Entry, ledger } from './ledger.ts'

let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vod-emulator-ledger-'))
  file = join(folder, 'ledger.jsonl')
})
afterEach(() => rm(folder, { recursive: true }))

const entry = (revision: string, more: Partial<Entry> = {}): Entry => ({
  revision,
  bucket: 'b',
  key: `key of ${revision}`,
  ...more,
})

const linesOfFile = async () => (await readFile(file, 'utf8')).split('\n').length - 1

describe('the ledger', () => {
  test('is what the next process finds, without a farewell of the first', () => {
    const first = ledger(file)
    const headers = { 'content-type': 'a/b' }
    first.open({ handle: 'u', headers })
    first.keep(entry('1', { upload: 'u' }))
    first.keep(entry('1', { upload: 'u', version: 'v1' }))
    first.keep(entry('2'))
    first.keep(entry('3', { version: 'v3' }))
    first.forget('3')
    first.open({ handle: 'closed', headers })
    first.closeUpload('closed')

    const second = ledger(file)

    expect([...second.entries()]).toEqual([entry('1', { upload: 'u', version: 'v1' }), entry('2')])
    expect([...second.uploads()]).toEqual(['u'])
    expect(second.upload('u')).toEqual({ handle: 'u', headers })
    expect(second.partsOf('u')).toEqual([entry('1', { upload: 'u', version: 'v1' })])
    expect(second.find('3')).toBeUndefined()
    first.close()
    second.close()
  })

  test('does without a line that was half written when its process was killed', async () => {
    const first = ledger(file)
    first.keep(entry('1'))
    first.close()
    await appendFile(file, '{"entry":{"revision":"2","buck')

    const second = ledger(file)
    second.keep(entry('3'))
    second.close()

    expect([...ledger(file).entries()]).toEqual([entry('1'), entry('3')])
  })

  test('that is damaged stops the start', async () => {
    await writeFile(file, '{"entry"\n{}\n')

    expect(() => ledger(file)).toThrow(`${file} is damaged (line 1 is no JSON): restore it`)
  })

  test('does not grow with what is gone', async () => {
    const kept = ledger(file)
    kept.keep(entry('stays', { version: 'v' }))
    for (let i = 0; i < 6000; i++) {
      kept.keep(entry(String(i)))
      kept.forget(String(i))
    }

    expect(await linesOfFile()).toBeLessThan(10_010)
    kept.close()
    expect([...ledger(file).entries()]).toEqual([entry('stays', { version: 'v' })])
  })
})
