import { describe, expect, test } from 'vitest'
import { md5Hex, signedTarget, textOfUrl, type UrlSignature } from './url-signing.ts'

const key = 'vodEmulatorKey2024'
const file = '/watermark/0123456789ABCDEF0123456789ABCDEF-6-2.png'
const bare = { rand: '', uid: '' }

describe('what is hashed', () => {
  test.for<[what: string, url: UrlSignature, text: string, md5: string]>([
    [
      'A of the manual',
      {
        type: 'A',
        path: '/video/standard/1K.html',
        time: '1444435200',
        rand: '0',
        uid: '0',
        key: 'aliyuncdnexp1234',
      },
      '/video/standard/1K.html-1444435200-0-0-aliyuncdnexp1234',
      '80cd3862d699b7118eed99103f2a3a4f',
    ],
    [
      'B of the manual',
      {
        type: 'B',
        path: '/4/44/44c0909bcfc20a01afaf256ca99a8b8b.mp3',
        time: '201508150800',
        ...bare,
        key: 'aliyuncdnexp1234',
      },
      'aliyuncdnexp1234201508150800/4/44/44c0909bcfc20a01afaf256ca99a8b8b.mp3',
      '9044548ef1527deadafa49a890a377f0',
    ],
    [
      'C of the manual',
      { type: 'C', path: '/test.flv', time: '55CE8100', ...bare, key: 'aliyuncdnexp1234' },
      'aliyuncdnexp1234/test.flv55CE8100',
      'a37fa50a5fb8f71214b1e7c95ec7a1bd',
    ],
  ])('%s', ([, url, text, md5]) => {
    expect(textOfUrl(url)).toBe(text)
    expect(md5Hex(text)).toBe(md5)
  })
})

describe('a signed target', () => {
  const at = 1_700_000_000_000
  const minute = at - 20_000

  test.for<[type: UrlSignature['type'], atMs: number, target: string]>([
    ['A', at, `${file}?auth_key=1700000000-0-0-0ee1115d0c229dbdd234c2075cf9475d`],
    ['B', minute, `/202311150613/998cb2d4f251541d06e1d6d46c0fef5c${file}`],
    ['C', at, `/f893d073bb33f0403e778618f6d66536/6553f100${file}`],
  ])('of type %s', ([type, atMs, target]) => {
    expect(signedTarget({ type, path: file, key, rand: '0' }, atMs)).toBe(target)
  })

  test('of type A is made with the uid that is given', () => {
    const target = signedTarget({ type: 'A', path: file, key, rand: 'r', uid: '12345' }, at)

    const md5 = md5Hex(`${file}-1700000000-r-12345-${key}`)
    expect(target).toBe(`${file}?auth_key=1700000000-r-12345-${md5}`)
  })

  test('of type B names the next whole minute, so that it does not end before its time', () => {
    const target = (atMs: number) => signedTarget({ type: 'B', path: file, key, rand: '0' }, atMs)

    expect(target(minute + 1)).toBe(target(minute + 60_000))
    expect(target(minute + 1)).not.toBe(target(minute))
  })

  test.for<[type: UrlSignature['type'], atMs: number, time: string]>([
    ['A', -1, '0000000000'],
    ['A', Number.MAX_SAFE_INTEGER * 1000, '9999999999'],
    ['C', Number.MAX_SAFE_INTEGER * 1000, 'ffffffff'],
    ['B', Number.MAX_SAFE_INTEGER * 1000, '228611210147'],
  ])('of type %s cuts the time %s to what it can write', ([type, atMs, time]) => {
    expect(signedTarget({ type, path: file, key, rand: '0' }, atMs)).toContain(time)
  })
})
