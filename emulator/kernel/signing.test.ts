import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hmac, secretKey, signingKey } from './signing.ts'

const bytes = (maxLength: number) => fc.uint8Array({ maxLength }).map((array) => Buffer.from(array))

test('an HMAC is the one that Node makes, for keys shorter and longer than a block', () => {
  const algorithms = fc.constantFrom('sha1', 'sha256', 'sm3')
  fc.assert(
    fc.property(algorithms, bytes(150), bytes(300), (algorithm, key, message) => {
      const expected = createHmac(algorithm, key).update(message).digest()
      const text = message.toString('latin1')
      expect(hmac(algorithm, key, text)).toEqual(expected)
      expect(hmac(algorithm, key.toString('latin1'), text)).toEqual(expected)
      expect(hmac(algorithm, signingKey(key), text)).toEqual(expected)
    }),
  )
})

test('a secret signs by its UTF-8', () => {
  const expected = createHmac('sha1', '密钥').update('text').digest()
  expect(hmac('sha1', secretKey('密钥'), 'text')).toEqual(expected)
})
