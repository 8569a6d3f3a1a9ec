import { networkInterfaces } from 'node:os'
import { describe, expect, test } from 'vitest'
import { resolveOptions } from '../config/index.ts'
import { isOwnName, usualNames } from './own-names.ts'

const options = resolveOptions({
  host: 'listens.test',
  publicUrl: 'https://public.test:8443',
  controlHosts: ['control.test'],
  cdnDomains: ['media.test'],
})

describe('a certificate is made', () => {
  test.for([
    'localhost',
    'bucket.localhost',
    'emulator',
    'host.docker.internal',
    'listens.test',
    'public.test',
    'bucket.public.test',
    'control.test',
    'media.test',
    'vod.cn-shanghai.aliyuncs.com',
    'vod.aliyuncs.com',
    'sts.cn-shanghai.aliyuncs.com',
    'oss-cn-shanghai.aliyuncs.com',
    'bucket.oss-cn-shanghai.aliyuncs.com',
    'bucket.oss-cn-shanghai-internal.aliyuncs.com',
    'bucket.cn-shanghai.aliyuncs.com',
  ])('for %s', (name) => {
    expect(isOwnName(name, options)).toBe(true)
  })

  test.for([
    '',
    'bank.test',
    'deep.media.test',
    'public.test.bank.test',
    'aliyuncs.com.bank.test',
    'bank-aliyuncs.com',
    '*.localhost',
    'a..localhost',
    `${'a'.repeat(64)}.localhost`,
    `${'a.'.repeat(130)}localhost`,
    'line\nfeed.localhost',
    'bücket.localhost',
  ])('not for %s', (name) => {
    expect(isOwnName(name, options)).toBe(false)
  })
})

test('clients that call an address find each that this machine has', () => {
  const own = Object.values(networkInterfaces()).flatMap((networks = []) =>
    networks.filter(({ family }) => family === 'IPv4').map(({ address }) => address),
  )

  const names = usualNames({ host: '10.1.2.3' })

  expect(names).toEqual(
    expect.arrayContaining(['localhost', '127.0.0.1', '::1', '10.1.2.3', ...own]),
  )
  expect(names.filter((name) => name.includes('%'))).toEqual([])
})
