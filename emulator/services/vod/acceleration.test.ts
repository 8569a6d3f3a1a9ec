import { describe, expect, test } from 'vitest'
import { accelerationDomain } from './acceleration.ts'

const asking = (config: unknown): string => JSON.stringify({ AccelerateConfig: config })

const asked = { Type: 'oss', Domain: 'https://oss-accelerate.aliyuncs.com' }

describe('UserData asks for transfer acceleration', () => {
  test.for([
    ['as the manual has it', asked, asked.Domain],
    ['as a text of JSON', JSON.stringify(asked), asked.Domain],
    ['without a scheme', { ...asked, Domain: 'oss-accelerate.aliyuncs.com' }, asked.Domain],
    [
      'by HTTP',
      { ...asked, Domain: 'http://oss-accelerate.aliyuncs.com' },
      'http://oss-accelerate.aliyuncs.com',
    ],
    [
      'overseas',
      { ...asked, Domain: 'https://oss-accelerate-overseas.aliyuncs.com' },
      'https://oss-accelerate-overseas.aliyuncs.com',
    ],
    [
      'by the domain of a bucket',
      { ...asked, Domain: 'https://my-bucket.oss-accelerate.aliyuncs.com/' },
      'https://my-bucket.oss-accelerate.aliyuncs.com',
    ],
  ] as const)('%s', ([, config, domain]) => {
    expect(accelerationDomain(asking(config))).toBe(domain)
  })
})

describe('UserData does not ask for it', () => {
  test.for([
    ['without the type', { Domain: asked.Domain }],
    ['with another type', { ...asked, Type: 'cdn' }],
    ['without a domain', { Type: 'oss' }],
    ['with another domain', { ...asked, Domain: 'https://example.com' }],
    ['with a domain that only begins like it', { ...asked, Domain: `${asked.Domain}.example.com` }],
    ['with a path', { ...asked, Domain: `${asked.Domain}/path` }],
    ['with a port', { ...asked, Domain: `${asked.Domain}:8080` }],
    ['with a user', { ...asked, Domain: 'https://me@oss-accelerate.aliyuncs.com' }],
    ['with another scheme', { ...asked, Domain: 'ftp://oss-accelerate.aliyuncs.com' }],
    ['with what is not a URL', { ...asked, Domain: 'https://[' }],
    ['with a list', [asked]],
    ['with a text that is not JSON', '{'],
    ['with nothing', null],
  ] as const)('%s', ([, config]) => {
    expect(accelerationDomain(asking(config))).toBeUndefined()
  })

  test.for(['{}', '[]', '"text"', '{'])('%s', (userData) => {
    expect(accelerationDomain(userData)).toBeUndefined()
  })
})
