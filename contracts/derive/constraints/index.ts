import { after } from './after.ts'
import { characters } from './characters.ts'
import type { Constraint } from './constraint.ts'
import { enumeration } from './enum.ts'
import { enumBy } from './enum-by.ts'
import { extension } from './extension.ts'
import { format } from './format.ts'
import { known } from './known.ts'
import { maxItems } from './max-items.ts'
import { maxLength } from './max-length.ts'
import { pattern } from './pattern.ts'
import { range } from './range.ts'
import { required } from './required.ts'
import { utf8 } from './utf8.ts'

/** Every constraint by its name. The first of a schema's that generates accepted values decides what they look like. */
export const constraints = {
  utf8,
  required,
  maxItems,
  known,
  enum: enumeration,
  enumBy,
  extension,
  maxLength,
  characters,
  pattern,
  after,
  format,
  range,
} as const satisfies Readonly<Record<string, Constraint>>

export type ConstraintName = keyof typeof constraints
