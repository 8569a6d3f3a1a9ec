import { expect, test } from 'vitest'
import { table } from './markdown.ts'

test('a table shows what Markdown would take for HTML, a column or a row, as it is', () => {
  const row = ['Send <id>:<hex>.', 'Send `<id>`.', 'a|b and `a|b`', 'two\nlines']

  expect(table(['1', '2', '3', '4'], [row])).toBe(
    [
      '| 1 | 2 | 3 | 4 |',
      '| --- | --- | --- | --- |',
      '| Send \\<id>:\\<hex>. | Send `<id>`. | a\\|b and `a\\|b` | two lines |',
    ].join('\n'),
  )
})
