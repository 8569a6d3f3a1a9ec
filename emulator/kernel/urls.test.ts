import { describe, expect, test } from 'vitest'
import { messageFor } from '../testing/message.ts'
import { type UrlOptions, urlsFor } from './urls.ts'

const plain: UrlOptions = { region: 'cn-shanghai', trustForwarded: false }
const forwarded = { 'x-forwarded-host': 'vod.test', 'x-forwarded-proto': 'https' }

type Row = readonly [
  what: string,
  message: Parameters<typeof messageFor>[1],
  options: UrlOptions,
  endpoint: string,
]

const rows: readonly Row[] = [
  ['an address stays', { host: '127.0.0.1:17321' }, plain, 'http://127.0.0.1:17321'],
  ['an IPv6 address stays', { host: '[::1]:17321' }, plain, 'http://[::1]:17321'],
  ['localhost becomes an address', { host: 'localhost:17321' }, plain, 'http://127.0.0.1:17321'],
  [
    'another name becomes the address on which the connection arrived',
    { host: 'emulator:80', localAddress: '172.17.0.2:17321' },
    plain,
    'http://172.17.0.2:17321',
  ],
  [
    'a name stays where nothing was connected',
    { host: 'emulator:80' },
    plain,
    'http://emulator:80',
  ],
  [
    'service names answer service names',
    { host: 'vod.cn-shanghai.aliyuncs.com' },
    plain,
    'https://oss-cn-shanghai.aliyuncs.com',
  ],
  [
    'the public URL wins',
    { host: 'vod.cn-shanghai.aliyuncs.com' },
    { ...plain, publicUrl: 'https://public.test' },
    'https://public.test',
  ],
  ['forwarded headers do not count', { headers: forwarded }, plain, 'http://127.0.0.1:17321'],
  [
    'forwarded headers count when they are trusted',
    { headers: forwarded },
    { ...plain, trustForwarded: true },
    'https://vod.test',
  ],
]

describe('the endpoint of an answer', () => {
  test.each(rows)('%s', (_, message, options, endpoint) => {
    expect(urlsFor(messageFor('/', message), options).endpoint).toBe(endpoint)
  })
})

describe('the URL of an object', () => {
  test('has the bucket in its path', () => {
    const urls = urlsFor(messageFor('/'), plain)

    expect(urls.objectUrl('demo', 'dir/视频 1+a.mp4')).toBe(
      'http://127.0.0.1:17321/demo/dir/%E8%A7%86%E9%A2%91%201%2Ba.mp4',
    )
  })

  test('has the bucket in its host under service names', () => {
    const urls = urlsFor(messageFor('/', { host: 'vod.aliyuncs.com' }), plain)

    expect(urls.objectUrl('demo', 'a')).toBe('https://demo.oss-cn-shanghai.aliyuncs.com/a')
  })
})
