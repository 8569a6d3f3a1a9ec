import { type Constraint, values } from './constraint.ts'

/** Stands for invalid UTF-8 in a `WireInput`: clients that send text cannot send it. */
export const invalidUtf8 = '\u{FFFF}invalid UTF-8\u{FFFF}'

export const utf8: Constraint = () => ({
  words: '',
  check: ({ raw }) => (raw === null ? { measured: 'it is not valid UTF-8' } : undefined),
  violations: values(invalidUtf8),
})
