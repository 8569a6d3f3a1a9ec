import { type Constraint, code, everyText, shown, values } from './constraint.ts'

/** The spelling of a value in a list, which may ignore case. */
export const spelling = (
  allowed: readonly string[],
  text: string,
  ignoreCase: boolean,
): string | undefined =>
  ignoreCase
    ? allowed.find((value) => value.toLowerCase() === text.toLowerCase())
    : allowed.find((value) => value === text)

export const enumeration: Constraint = (schema) => {
  if (schema.kind !== 'string' || !schema.enum) return undefined
  const { enum: allowed, ignoreCase = false } = schema
  const isAllowed = (text: string) => spelling(allowed, text, ignoreCase) !== undefined
  const near = allowed.flatMap((value) => [`${value}x`, ` ${value}.`, value.toUpperCase()])
  const wrong = [...near, '中', '0', '😀', 'constructor', '__proto__']
  return {
    words: allowed.map(code).join(', ') + (ignoreCase ? ', in any case' : ''),
    check: everyText(isAllowed, (text) => `${shown(text)} is not one of ${allowed.join(', ')}`),
    violations: values(...wrong.filter((text) => !isAllowed(text))),
    accepted: ({ fc }) =>
      fc
        .constantFrom(...allowed)
        .chain((value) => (ignoreCase ? fc.mixedCase(fc.constant(value)) : fc.constant(value))),
  }
}
