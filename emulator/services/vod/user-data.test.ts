import { describe, expect, test } from 'vitest'
import { callbackOf, extendOf } from './user-data.ts'

const url = 'http://127.0.0.1:9/own'
const http = { type: 'HTTP', url } as const
const asText = (value: object) => JSON.stringify(JSON.stringify(value))

describe('the callback of UserData', () => {
  test.each<readonly [string, string | undefined, ReturnType<typeof callbackOf>]>([
    ['an object', `{"MessageCallback":{"CallbackURL":"${url}"}}`, http],
    [
      'the type in any case',
      `{"MessageCallback":{"CallbackType":"Http","CallbackURL":"${url}"}}`,
      http,
    ],
    ['JSON in a text', `{"MessageCallback":${asText({ CallbackURL: url })}}`, http],
    [
      'a queue',
      '{"MessageCallback":{"CallbackType":"mns","MnsEndpoint":"http://mns/","MnsQueueName":"q"}}',
      { type: 'MNS', endpoint: 'http://mns/', queue: 'q' },
    ],
    ['no UserData', undefined, undefined],
    ['no callback', '{"Extend":{}}', undefined],
    [
      'another type',
      `{"MessageCallback":{"CallbackType":"sms","CallbackURL":"${url}"}}`,
      undefined,
    ],
    ['a text that is not JSON', `{"MessageCallback":"${url}"}`, undefined],
    ['a list', `{"MessageCallback":[{"CallbackURL":"${url}"}]}`, undefined],
    ['no URL', '{"MessageCallback":{"CallbackURL":"test.test.com"}}', undefined],
    [
      'a URL of another scheme',
      '{"MessageCallback":{"CallbackURL":"ftp://127.0.0.1/"}}',
      undefined,
    ],
    ['a number for a URL', '{"MessageCallback":{"CallbackURL":1}}', undefined],
    [
      'a URL of 257 bytes',
      `{"MessageCallback":{"CallbackURL":"${url.padEnd(257, 'x')}"}}`,
      undefined,
    ],
    [
      'a queue without a name',
      '{"MessageCallback":{"CallbackType":"mns","MnsEndpoint":"x"}}',
      undefined,
    ],
  ])('%s', (_, userData, callback) => {
    expect(callbackOf(userData)).toEqual(callback)
  })
})

describe('Extend of UserData', () => {
  const bytes512 = `${'中'.repeat(170)}xx`

  test.each<readonly [string, string | undefined, string | undefined]>([
    ['an object', '{"Extend":{"localId":"xxx","test":"www"}}', '{"localId":"xxx","test":"www"}'],
    ['JSON in a text', '{"Extend":"{\\"a\\": 1}"}', '{"a": 1}'],
    ['512 bytes', JSON.stringify({ Extend: bytes512 }), bytes512],
    ['513 bytes', JSON.stringify({ Extend: `${bytes512}x` }), undefined],
    ['nothing', '{}', undefined],
    ['neither an object nor text', '{"Extend":[1]}', undefined],
    ['no UserData', undefined, undefined],
  ])('%s', (_, userData, extend) => {
    expect(extendOf(userData)).toBe(extend)
  })
})
