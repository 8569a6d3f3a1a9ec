import * as v from 'valibot'
import { ApiError } from '../kernel/api-error.ts'
import { suggestion } from '../kernel/closest-match.ts'

/** The members that a body or a query may have, each with what is expected of it. */
type Expectations = Readonly<Record<string, string>>

function problem(issue: v.BaseIssue<unknown>, what: string, expectations: Expectations): string {
  const name = String(issue.path?.[0]?.key)
  return Object.hasOwn(expectations, name)
    ? `${name}: expected ${expectations[name]}`
    : `${name}: no such ${what}${suggestion(name, Object.keys(expectations))}`
}

/**
 * A body or a query of the control plane, checked.
 *
 * @param what the word for one of its members
 * @throws ApiError with the code, which names the member and what was expected of it
 */
export function checked<Schema extends v.GenericSchema>(
  schema: Schema,
  given: unknown,
  { code, what, expectations }: { code: string; what: string; expectations: Expectations },
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, given)
  if (result.success) return result.output
  throw new ApiError(code, 400, problem(result.issues[0], what, expectations))
}
