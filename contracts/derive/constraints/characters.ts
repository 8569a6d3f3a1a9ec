import { illegalIn } from '../measure.ts'
import { type Constraint, values } from './constraint.ts'

const codePoints = (text: string): string =>
  [...text]
    .map((c) => `U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`)
    .join(' ')

const examples = {
  text: ['\u{1}', '\u{7f}', '\u{85}', '\u{1b}'],
  'text-without-emoji': ['\u{1}', '\u{7f}', '😀', '🇨🇳'],
}

export const characters: Constraint = (schema) => {
  if (schema.kind !== 'string' || !schema.characters) return undefined
  const allowed = schema.characters
  return {
    words: allowed === 'text' ? 'no control characters' : 'no control characters, no emoji',
    check: ({ texts }) => {
      for (const text of texts) {
        const illegal = illegalIn(text, allowed)
        if (illegal === undefined) continue
        const before = [...text.slice(0, text.indexOf(illegal))].length
        return { measured: `its character ${before + 1} is ${codePoints(illegal)}` }
      }
      return undefined
    },
    violations: values(...examples[allowed].map((illegal) => `a${illegal}b`)),
  }
}
