import { X509Certificate } from 'node:crypto'
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { authorityText, issue, newAuthority, newKey, readAuthority } from './authority.ts'
import { authorityIn } from './authority-folder.ts'

const dayMs = 86_400_000
const now = Date.UTC(2026, 10, 26)
const lastDay = (certificate: X509Certificate) => (certificate.validToDate.getTime() - now) / dayMs

describe('a certificate that is issued', () => {
  const authority = newAuthority(now)
  const key = newKey()
  const names = ['localhost', 'a.test', '127.0.0.1', '::1', 'fd00::a:1']
  const issued = new X509Certificate(issue(authority, names, key, now))

  test('is the one of its key, and proven by the CA', () => {
    expect(issued.checkPrivateKey(key)).toBe(true)
    expect(issued.checkIssued(authority.certificate)).toBe(true)
    expect(issued.verify(authority.certificate.publicKey)).toBe(true)
    expect(issued.verify(newAuthority(now).certificate.publicKey)).toBe(false)
  })

  test('has its names and addresses, and no others', () => {
    expect(issued.checkHost('localhost')).toBe('localhost')
    expect(issued.checkHost('a.test')).toBe('a.test')
    expect(issued.checkIP('127.0.0.1')).toBe('127.0.0.1')
    expect(issued.checkIP('fd00:0:0::a:1')).toBeDefined()
    expect(issued.checkHost('b.a.test')).toBeUndefined()
    expect(issued.checkIP('127.0.0.2')).toBeUndefined()
  })

  test('issues nothing itself', () => {
    expect(authority.certificate.ca).toBe(true)
    expect(issued.ca).toBe(false)
  })

  test('is valid a day ago, and for a year, but never longer than its CA', () => {
    const late = now + 3600 * dayMs
    const last = new X509Certificate(issue(authority, names, key, late))

    expect(issued.validFromDate.getTime()).toBe(now - dayMs)
    expect(lastDay(issued)).toBe(397)
    expect(last.validToDate).toEqual(authority.certificate.validToDate)
  })

  test('differs from every other', () => {
    const again = new X509Certificate(issue(authority, names, key, now))

    expect(again.serialNumber).not.toBe(issued.serialNumber)
    expect(newAuthority(now).certificate.subject).not.toBe(authority.certificate.subject)
  })
})

describe('the CA of a folder', () => {
  let folder: string
  let file: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vod-emulator-test-'))
    file = join(folder, 'tls', 'authority.pem')
  })
  afterEach(() => rm(folder, { recursive: true }))

  const open = (nowMs = now) => authorityIn(join(folder, 'tls'), nowMs)

  test('stays the same, whatever became of the copy for clients', async () => {
    const first = await open()
    await rm(first.file)
    const second = await open(now + 3600 * dayMs)

    expect(second.authority.certificate.raw).toEqual(first.authority.certificate.raw)
    expect(await readFile(second.file, 'utf8')).toBe(first.authority.certificate.toString())
  })

  test('lets nobody else read its key, and everybody its certificate', async () => {
    const { file: shown } = await open()

    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await stat(shown)).mode & 0o044).toBe(0o044)
    expect(await readFile(shown, 'utf8')).not.toContain('PRIVATE')
  })

  test('is replaced in its last month', async () => {
    const first = await open()
    const second = await open(now + 3640 * dayMs)

    expect(second.authority.certificate.subject).not.toBe(first.authority.certificate.subject)
    expect(lastDay(second.authority.certificate)).toBe(3640 + 3653)
    expect(await readFile(second.file, 'utf8')).toBe(second.authority.certificate.toString())
  })

  test.for<[what: string, text: string]>([
    ['is empty', ''],
    ['is something else', 'something else'],
    ['has no key', newAuthority(now).certificate.toString()],
    [
      'has the key of another',
      newKey().export({ type: 'pkcs8', format: 'pem' }).toString() + newAuthority(now).certificate,
    ],
  ])('is refused where it %s, and left as it is', async ([, text]) => {
    await open()
    await writeFile(file, text)

    await expect(open()).rejects.toThrow(
      /^\S+authority\.pem is damaged \(.+\): restore it from a copy, or remove it to have a new CA made, which clients have to be told to trust\.$/,
    )
    expect(await readFile(file, 'utf8')).toBe(text)
  })

  test.skipIf(process.getuid?.() === 0)('is not made anew where it cannot be read', async () => {
    await open()
    await chmod(file, 0)

    await expect(open()).rejects.toThrow('EACCES')
  })

  test('is read as it was written', () => {
    const authority = newAuthority(now)

    const read = readAuthority(authorityText(authority))

    expect(read.certificate.raw).toEqual(authority.certificate.raw)
    expect(read.key.equals(authority.key)).toBe(true)
  })
})
