import { describe, expect, test } from 'vitest'
import { messageFor } from '../testing/message.ts'
import { type Protocol, protocolOf } from './protocol-of.ts'

type Row = readonly [
  what: string,
  target: string,
  options: Parameters<typeof messageFor>[1],
  protocol: Protocol,
]

const domains = ['media.example.com', 'media.public.test']

const rows: readonly Row[] = [
  ['the control plane', '/_emulator/health', {}, 'control'],
  ['the control plane without a slash', '/_emulator', {}, 'control'],
  ['a key that only begins like it', '/_emulators', {}, 'oss'],
  ['the control path under a bucket host', '/_emulator/x', { host: 'b-1.localhost:1' }, 'oss'],
  ['a CDN domain', '/', { host: 'media.example.com' }, 'cdn'],
  ['a CDN domain at a port', '/key', { host: 'media.example.com:17321' }, 'cdn'],
  ['a CDN domain that a bucket could have', '/key', { host: 'media.public.test:17321' }, 'cdn'],
  ['a CDN domain below the public host', '/key', { host: 'media.public.test' }, 'cdn'],
  ['a host below a CDN domain', '/key', { host: 'a.media.example.com' }, 'oss'],
  ['the control path under a CDN domain', '/_emulator/x', { host: 'media.public.test' }, 'control'],
  ['the path of a CDN domain', '/_emulator/cdn/media.example.com/key', {}, 'cdn'],
  ['the same under a bucket host', '/_emulator/cdn/x/key', { host: 'b-1.localhost' }, 'oss'],
  ['the path of CDN domains without one', '/_emulator/cdn', {}, 'control'],
  ['OSS V1 under a CDN domain', '/key?OSSAccessKeyId=a', { host: 'media.example.com' }, 'cdn'],
  ['a VOD host', '/', { host: 'vod.cn-shanghai.aliyuncs.com' }, 'rpc'],
  ['the central VOD host', '/', { host: 'vod.aliyuncs.com' }, 'rpc'],
  ['an STS host', '/', { host: 'sts.cn-shanghai.aliyuncs.com' }, 'rpc'],
  ['a bucket host', '/', { host: 'demo.oss-cn-shanghai.aliyuncs.com' }, 'oss'],
  [
    'a bucket host of the internal network',
    '/',
    { host: 'demo.oss-cn-shanghai-internal.aliyuncs.com' },
    'oss',
  ],
  [
    'a bucket host as ali-oss makes it of a region',
    '/',
    { host: 'demo.cn-shanghai.aliyuncs.com' },
    'oss',
  ],
  ['a bare OSS host', '/', { host: 'oss-cn-shanghai.aliyuncs.com' }, 'oss'],
  ['a bucket of localhost', '/', { host: 'demo.localhost:17321' }, 'oss'],
  ['a bucket of the public host', '/', { host: 'demo.public.test' }, 'oss'],
  ['the public host', '/', { host: 'public.test' }, 'rpc'],
  ['OSS V1 in the header', '/', { headers: { authorization: 'OSS a:b' } }, 'oss'],
  ['OSS V2 in the header', '/', { headers: { authorization: 'OSS2 AccessKeyId:a' } }, 'oss'],
  [
    'OSS V4 in the header',
    '/',
    { headers: { authorization: 'OSS4-HMAC-SHA256 Credential=a' } },
    'oss',
  ],
  ['OSS V1 in the URL', '/?OSSAccessKeyId=a', {}, 'oss'],
  ['OSS V4 in the URL', '/?x-oss-signature-version=OSS4-HMAC-SHA256', {}, 'oss'],
  [
    'a form upload',
    '/',
    { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=x' } },
    'oss',
  ],
  ['the icon that browsers ask for', '/favicon.ico', {}, 'console'],
  ['the same under a bucket host', '/favicon.ico', { host: 'b-1.localhost:1' }, 'oss'],
  [
    'the same as the key of a signed request',
    '/favicon.ico',
    { headers: { authorization: 'OSS a:b' } },
    'oss',
  ],
  ['the same to be put', '/favicon.ico', { method: 'PUT' }, 'oss'],
  ['any other path', '/bucket/key', {}, 'oss'],
  ['an RPC signature', '/?Signature=a', {}, 'rpc'],
  ['an action in a header', '/', { headers: { 'x-acs-action': 'A', accept: 'text/html' } }, 'rpc'],
  ['a browser', '/', { headers: { accept: 'text/html,*/*' } }, 'console'],
  ['a preflight', '/', { method: 'OPTIONS' }, 'rpc'],
  ['nothing in particular', '/', {}, 'rpc'],
]

describe('which protocol answers', () => {
  test.each(rows)('%s', (_, target, options, protocol) => {
    const isDomain = (name: string) => domains.includes(name)
    const names = { publicHost: 'public.test', isDomain }

    expect(protocolOf(messageFor(target, options), names)).toBe(protocol)
  })
})
