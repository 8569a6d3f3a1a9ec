import { describe, expect, test } from 'vitest'
import { hidden, hideRecognisable } from './secrets.ts'

describe('the secret of a temporary key is recognised by its length', () => {
  const word = (length: number) => 'aZ9'.repeat(length).slice(0, length)
  const before = ['', '&', 'a:', `${'x'.repeat(43)}&`, `${'x'.repeat(45)}.`, 'x '.repeat(60)]
  const after = ['', '&', ':x', `.${'x'.repeat(50)}`]

  test.for(before)('after %j', (start) => {
    for (const end of after) {
      for (const length of [43, 45, 88, 89]) {
        const text = start + word(length) + end
        expect(hideRecognisable(text)).toBe(text)
      }
      expect(hideRecognisable(start + word(44) + end)).toBe(start + hidden + end)
    }
  })

  test('after every number of other characters', () => {
    for (let count = 0; count < 150; count++)
      expect(hideRecognisable(`${'-x'.repeat(count)}-${word(44)}`)).toMatch(/\(hidden\)$/)
  })
})
