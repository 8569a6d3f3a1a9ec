import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import { builtInKey } from '../config/index.ts'
import { type BannerFacts, banner } from './banner.ts'

const facts: BannerFacts = {
  version: '1.2.3',
  url: 'http://127.0.0.1:17321',
  accessKeys: [builtInKey],
  bucket: 'outin-0',
  cdnDomains: [],
  store: 'filesystem',
  records: undefined,
  dataDir: undefined,
  caFile: undefined,
  colour: false,
}

const minio = { origin: 'http://minio:9000', accessKey: 'canary', secretKey: 'canary' }

const lines = (changes: Partial<BannerFacts> = {}) =>
  banner({ ...facts, ...changes })
    .trimEnd()
    .split('\n')

describe('banner', () => {
  test('begins with name and version and ends with Ready.', () => {
    expect(lines()[0]).toBe('vod-emulator 1.2.3')
    expect(lines().at(-1)).toBe('Ready.')
    expect(lines({ colour: true }).at(-1)).toBe('Ready.')
    expect(banner(facts)).toMatch(/\nReady\.\n$/)
  })

  test('points each SDK here in the form that it understands', () => {
    expect(lines()).toEqual(
      expect.arrayContaining([
        "  const key = { accessKeyId: 'vod-emulator', accessKeySecret: 'vod-emulator-secret' }",
        "  new $OpenApiUtil.Config({ ...key, endpoint: '127.0.0.1:17321', protocol: 'http' })",
        "  new RPCClient({ ...key, endpoint: 'http://127.0.0.1:17321', apiVersion: '2017-03-21' })",
      ]),
    )
  })

  test('writes an IPv6 endpoint and a trailing slash as SDKs need them', () => {
    const text = banner({ ...facts, url: 'http://[::1]:8080/' })

    expect(text).toContain("endpoint: '[::1]:8080', protocol: 'http'")
    expect(text).toContain('http://[::1]:8080/_emulator/\n')
  })

  test('names CDN domains without their keys', () => {
    const cdnDomains = [{ name: 'open.test' }, { name: 'signed.test', key: 'hunter2' }]

    const text = banner({ ...facts, cdnDomains })

    expect(text).toContain('  Domains   open.test\n            signed.test, URLs signed\n')
    expect(text).not.toContain('hunter2')
    expect(banner(facts)).not.toContain('Domains')
  })

  test('shows of other keys just the id', () => {
    const accessKeys = [
      { id: 'mine', secret: 'hunter2' },
      { id: builtInKey.id, secret: 'hunter2' },
    ]

    const text = banner({ ...facts, accessKeys })

    expect(text).not.toContain('hunter2')
    expect(text).toContain('  Keys      mine\n            vod-emulator\n')
    expect(text).toContain("const key = { accessKeyId: 'mine', accessKeySecret }")
  })

  test.for<[changes: Partial<BannerFacts>, store: string, data: string]>([
    [{}, 'filesystem', 'in a private temporary folder, removed at the end'],
    [{ store: 'memory' }, 'memory', 'in memory'],
    [{ dataDir: '/data' }, 'filesystem', '/data'],
    [{ store: 'memory', dataDir: '/data' }, 'memory', '/data'],
    [
      { store: minio },
      'MinIO at http://minio:9000',
      'records in memory, objects stay in the bucket',
    ],
    [{ store: minio, dataDir: '/data' }, 'MinIO at http://minio:9000', '/data'],
  ])('of %o says store and data folder', ([changes, store, data]) => {
    expect(lines(changes)).toEqual(
      expect.arrayContaining([`  Store     ${store}`, `  Data      ${data}`]),
    )
  })

  test('names the file of the CA, and how programs of Node trust it', () => {
    const secure = lines({ url: 'https://127.0.0.1:17321', caFile: '/data/tls/ca.pem' })

    expect(secure).toEqual(
      expect.arrayContaining([
        '  CA        /data/tls/ca.pem',
        '  export NODE_EXTRA_CA_CERTS=/data/tls/ca.pem',
        "  new $OpenApiUtil.Config({ ...key, endpoint: '127.0.0.1:17321', protocol: 'https' })",
      ]),
    )
    expect(lines().join()).not.toMatch(/CA /)
  })

  test('names the bucket', () => {
    expect(lines()).toContain('  Bucket    outin-0')
  })

  test('has colours only when asked, and then the same text', () => {
    const coloured = banner({ ...facts, colour: true })

    expect(stripVTControlCharacters(banner(facts))).toBe(banner(facts))
    expect(coloured).not.toBe(banner(facts))
    expect(stripVTControlCharacters(coloured)).toBe(banner(facts))
  })

  test('fits a terminal of 100 columns', () => {
    expect(lines().filter((line) => line.length > 100)).toEqual([])
  })
})
