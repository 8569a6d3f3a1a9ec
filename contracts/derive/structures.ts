import type { JsonSchema, ObjectBy } from '../schema.ts'
import type { Sibling } from './constraints/constraint.ts'

/** The value of another parameter that chooses a structure. */
export interface Choice {
  readonly parameter: string
  readonly value: string
}

type Content = JsonSchema['content']

/** One of the structures of a JSON text. */
type StructureOf<C> = C extends { readonly values: Readonly<Record<string, infer S>> } ? S : C

interface Structure<C> {
  readonly structure: StructureOf<C>
  /** Absent where there is no other. */
  readonly choice?: Choice
}

const isChosen = (content: Content): content is ObjectBy => !('kind' in content)

/** The structures that a JSON text may have. */
export function structuresOf<C extends Content>(content: C): readonly Structure<C>[] {
  if (!isChosen(content)) return [{ structure: content as StructureOf<C> }]
  const { parameter } = content
  return Object.entries(content.values).map(([value, structure]) => ({
    structure: structure as StructureOf<C>,
    choice: { parameter, value },
  }))
}

/** Whether the other parameter has the value that chooses a structure. */
export const isChosenBy = (choice: Choice | undefined, sibling: Sibling): boolean =>
  choice === undefined || (sibling(choice.parameter) ?? '') === choice.value

/** An object of which nothing is known. */
const unknown = { kind: 'object', members: {} } as const

/** The structure that a JSON text has to have; any object, where none is chosen. */
export const structureOf = <C extends Content>(content: C, sibling: Sibling) =>
  structuresOf(content).find(({ choice }) => isChosenBy(choice, sibling))?.structure ?? unknown
