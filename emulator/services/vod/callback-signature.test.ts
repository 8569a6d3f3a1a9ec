import { expect, test } from 'vitest'
import { signatureHeaders } from './callback-signature.ts'

// The first is of the manual, which masks the end of the signature; the second was computed apart from this code.
test.each([
  [
    'https://www.example.com/your/callback',
    1519375990,
    'test123',
    'c72b60894140fa98920f1279219b7ed4',
  ],
  ['http://127.0.0.1:9000/cb', 1700000000, 'Abc12345', '46216b56563370e19958cf152cf890f2'],
])('%s is signed as the manual has it', (url, timestamp, key, signature) => {
  expect(signatureHeaders(url, key, timestamp * 1000 + 999)).toEqual({
    'X-VOD-TIMESTAMP': String(timestamp),
    'X-VOD-SIGNATURE': signature,
  })
})
