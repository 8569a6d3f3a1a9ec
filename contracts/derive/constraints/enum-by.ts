import type { Resolved } from '../../edition.ts'
import type { By } from '../../schema.ts'
import { type Constraint, code, type Generation, shown, values } from './constraint.ts'

type Choices = Resolved<By<readonly string[]>>

/** What another member's value allows; undefined when it chooses nothing. */
export const chosenBy = <T>(
  by: { readonly parameter: string; readonly values: Readonly<Record<string, T>> },
  sibling: Generation['sibling'],
): T | undefined => {
  const chosen = sibling(by.parameter) ?? ''
  return Object.hasOwn(by.values, chosen) ? by.values[chosen] : undefined
}

export const choices = ({ values }: Choices): string =>
  Object.entries(values)
    .map(([name, list]) => `${name || 'absent'}: ${list.map(code).join(' ')}`)
    .join('; ')

/** One of some words in any case. */
export const anyCaseOf = ({ fc }: Generation, words: readonly string[]) =>
  fc.constantFrom(...words).chain((word) => fc.mixedCase(fc.constant(word)))

export const enumBy: Constraint = (schema) => {
  if (schema.kind !== 'string' || !schema.enumBy) return undefined
  const by = schema.enumBy
  return {
    words: choices(by),
    check: ({ texts, sibling }) => {
      const allowed = chosenBy(by, sibling)
      const wrong = allowed && texts.find((text) => !allowed.includes(text.toLowerCase()))
      return wrong === undefined
        ? undefined
        : {
            measured: `${shown(wrong)} is not one of ${allowed?.join(', ')}, which ${by.parameter} ${sibling(by.parameter)} allows`,
          }
    },
    violations: values('exe', '.png', 'p ng', 'tar.gz'),
    accepted: (generation) =>
      anyCaseOf(generation, chosenBy(by, generation.sibling) ?? Object.values(by.values).flat()),
  }
}
