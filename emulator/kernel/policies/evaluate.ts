import { type PolicyStatement, valuesOf } from '#contracts/ram/policy.ts'
import type { NamedPolicy } from '../../ports/credentials.ts'
import type { AccessRequest } from './access-request.ts'
import { unmetCondition } from './conditions.ts'

/** A statement, and where it stands. */
export interface PlacedStatement {
  readonly policy: string
  /** From 1. */
  readonly number: number
  readonly statement: PolicyStatement
}

/** A statement that does not match a request, and the first of its elements that does not. */
interface NearMiss extends PlacedStatement {
  readonly mismatch: string
}

export type Verdict =
  | { readonly isAllowed: true; readonly by: PlacedStatement }
  /** Denied by a statement, or because none allows it; then perhaps with one that allows the action elsewhere. */
  | { readonly isAllowed: false; readonly by?: PlacedStatement; readonly near?: NearMiss }

/** Whether a text matches a pattern in which an asterisk stands for any text. */
export function matchesPattern(pattern: string, text: string): boolean {
  const [head = '', ...rest] = pattern.split('*')
  const tail = rest.pop()
  if (tail === undefined) return text === pattern
  if (!text.startsWith(head)) return false
  let at = head.length
  for (const piece of rest) {
    const found = text.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return text.length - tail.length >= at && text.endsWith(tail)
}

/** The first element of a statement that does not match; undefined when the statement matches. */
function mismatchOf(
  { Action, Resource, Condition = {} }: PolicyStatement,
  request: AccessRequest,
): string | undefined {
  const action = request.action.toLowerCase()
  if (!valuesOf(Action).some((pattern) => matchesPattern(pattern.toLowerCase(), action)))
    return 'Action'
  if (!valuesOf(Resource).some((pattern) => matchesPattern(pattern, request.resource)))
    return 'Resource'
  const unmet = unmetCondition(Condition, request)
  return unmet && `Condition ${unmet}`
}

/** Decides by the policies of a user: a statement that denies wins, else one that allows; else it is denied. */
export function evaluate(policies: readonly NamedPolicy[], request: AccessRequest): Verdict {
  const statements = policies.flatMap(({ name, document }) =>
    document.Statement.map((statement, i) => ({
      policy: name,
      number: i + 1,
      statement,
      mismatch: mismatchOf(statement, request),
    })),
  )
  const matching = statements.filter(({ mismatch }) => mismatch === undefined)
  const of = (effect: PolicyStatement['Effect']) =>
    matching.find(({ statement }) => statement.Effect === effect)
  const [denying, allowing] = [of('Deny'), of('Allow')]
  if (denying) return { isAllowed: false, by: denying }
  if (allowing) return { isAllowed: true, by: allowing }
  for (const { mismatch, ...placed } of statements)
    if (placed.statement.Effect === 'Allow' && mismatch !== undefined && mismatch !== 'Action')
      return { isAllowed: false, near: { ...placed, mismatch } }
  return { isAllowed: false }
}
