import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { messageFor } from '../testing/message.ts'
import { type UrlOptions, urlsFor } from './urls.ts'

const plain: UrlOptions = { region: 'cn-shanghai', trustForwarded: false }
const trusting: UrlOptions = { ...plain, trustForwarded: true }
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
]

describe('the endpoint of an answer', () => {
  test.each(rows)('%s', (_, message, options, endpoint) => {
    expect(urlsFor(messageFor('/', message), options).endpoint).toBe(endpoint)
  })
})

describe('the endpoint of an answer behind proxies', () => {
  const endpointOf = (headers: Readonly<Record<string, string>>, host = 'inner:80') =>
    urlsFor(messageFor('/', { headers, host, localAddress: '10.0.0.2:80' }), trusting).endpoint

  test.for<[host: string, proto: string, port: string, endpoint: string]>([
    ['vod.test', 'https', '', 'https://vod.test'],
    ['vod.test', '', '', 'http://vod.test'],
    ['VOD.test', 'HTTPS', '', 'https://vod.test'],
    ['vod.test, inner.test', 'https, http', '', 'https://vod.test'],
    ['vod.test:8443,inner.test', 'https,http', '', 'https://vod.test:8443'],
    ['vod.test', 'https', '8443', 'https://vod.test:8443'],
    ['vod.test', 'https', '8443, 80', 'https://vod.test:8443'],
    ['vod.test', 'https', '443', 'https://vod.test'],
    ['vod.test', 'http', '443', 'http://vod.test:443'],
    ['vod.test:8443', 'https', '443', 'https://vod.test:8443'],
    ['vod.test:443', 'https', '', 'https://vod.test'],
    ['[::1]:8443', 'https', '', 'https://[::1]:8443'],
    ['localhost:8443', 'https', '', 'https://127.0.0.1:8443'],
    ['vod.cn-beijing.aliyuncs.com', 'https', '', 'https://oss-cn-beijing.aliyuncs.com'],
  ])('host %s, scheme %s and port %s give %s', ([host, proto, port, endpoint]) => {
    const headers = {
      'x-forwarded-host': host,
      'x-forwarded-proto': proto,
      'x-forwarded-port': port,
    }

    expect(endpointOf(headers)).toBe(endpoint)
  })

  test('keeps a host that the proxies left as it was', () => {
    expect(endpointOf({ 'x-forwarded-proto': 'https' }, 'vod.test')).toBe('https://vod.test')
    expect(endpointOf({ 'x-forwarded-port': '81' }, 'vod.test')).toBe('http://vod.test:81')
  })

  const own = 'http://10.0.0.2:80'

  test.for([
    'vod.test/path',
    'vod.test?query',
    'vod.test#fragment',
    'me:secret@vod.test',
    'evil.test\\@vod.test',
    'http://vod.test',
    'vod.test:port',
    'vod.test:99999',
    'vod test',
    'vod.test\tx',
    '"><script>',
    '视频.test',
    '%2e%2e',
    '[::1',
    '[::g]',
    '256.256.256.256',
    '..',
    '-',
    ':80',
    '',
    ', vod.test',
  ])('is not made of the host "%s"', (host) => {
    expect(endpointOf({ 'x-forwarded-host': host })).toBe(own)
  })

  test.for(['ftp', 'javascript', 'https:', 'https://', 'http s', '', ',https'])(
    'is not made of the scheme "%s"',
    (proto) => {
      expect(endpointOf({ 'x-forwarded-proto': proto })).toBe(own)
      expect(endpointOf({ 'x-forwarded-proto': proto, 'x-forwarded-host': 'vod.test' })).toBe(
        'http://vod.test',
      )
    },
  )

  test.for(['0', '-1', '99999', '8o', '80/x', '080', '１', ''])(
    'is not made of the port "%s"',
    (port) => {
      const headers = { 'x-forwarded-port': port, 'x-forwarded-host': 'vod.test' }

      expect(endpointOf(headers)).toBe('http://vod.test')
    },
  )

  test('is an origin, whatever the headers hold', () => {
    const text = fc.oneof(fc.string({ unit: 'binary-ascii' }), fc.constantFrom('vod.test', 'https'))
    fc.assert(
      fc.property(text, text, text, (host, proto, port) => {
        const endpoint = endpointOf({
          'x-forwarded-host': host,
          'x-forwarded-proto': proto,
          'x-forwarded-port': port,
        })

        expect(endpoint).toMatch(/^https?:\/\/[\w.:[\]-]+$/)
        expect(URL.canParse(endpoint)).toBe(true)
      }),
    )
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
