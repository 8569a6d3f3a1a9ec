import { type Constraint, everyText, shown, values } from './constraint.ts'

export const pattern: Constraint = (schema) => {
  if (schema.kind !== 'string' || !schema.pattern) return undefined
  const { source, words, examples } = schema.pattern
  const whole = new RegExp(`^(?:${source})$`, 'u')
  const isAllowed = (text: string) => whole.test(text)
  const wrong = ['!', ' ', 'a b', 'x!', '中', '-1', '0x', `${'a'.repeat(200)}!`]
  return {
    words,
    check: everyText(isAllowed, (text) => `${shown(text)} is not ${words}`),
    violations: values(...wrong.filter((text) => !isAllowed(text))),
    accepted: ({ fc }) =>
      examples
        ? fc.constantFrom(...examples)
        : fc.stringMatching(whole).filter((text) => text !== ''),
  }
}
