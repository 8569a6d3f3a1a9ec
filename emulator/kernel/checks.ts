import type { Check } from '#contracts/check.ts'
import type { Evidence } from '#contracts/schema.ts'
import type { ApiError, DeferredText, ErrorDetails } from './api-error.ts'

/** Why a check is not passed: what was found, and what the error shows of it. */
export interface Refusal {
  /** What was found, with its measure. */
  readonly found?: DeferredText
  /** Fill the message of the error; under OSS those that it does not name become elements of the answer. */
  readonly values?: Readonly<Record<string, string>>
  readonly accessDeniedDetail?: Readonly<Record<string, string>>
}

/** Examines a request; returns nothing when it passes. */
export type CheckFunction<C> = (call: C) => Refusal | undefined | Promise<Refusal | undefined>

/** Makes the error of a row of a protocol's error table. */
export type Raise<R extends string> = (
  refuses: R,
  values: Readonly<Record<string, string>>,
  details: ErrorDetails,
) => ApiError

/** Runs the checks in the order of their list. @throws ApiError of the first that is not passed */
export async function runChecks<C, const R extends Check>(
  checks: readonly R[],
  functions: Readonly<Record<R['name'], CheckFunction<C>>>,
  call: C,
  raise: Raise<R['refuses']>,
): Promise<void> {
  for (const [i, check] of checks.entries()) {
    const result = functions[check.name as R['name']](call)
    const refusal = result instanceof Promise ? await result : result
    if (!refusal) continue
    const { values = {}, found, accessDeniedDetail } = refusal
    const passed = checks.slice(0, i).map(({ name }) => name)
    throw raise(check.refuses, values, { found, accessDeniedDetail, check, passed })
  }
}

/** A demand of an operation itself has no row among the checks: its error names it. */
export const checkOfOperation = (
  operation: string | undefined,
  code: string,
  { evidence = 'inferred', page }: { evidence?: Evidence | undefined; page?: string | undefined },
): Check => ({
  name: operation ? `${operation} ${code}` : code,
  refuses: code,
  rule: '',
  evidence,
  place: 'inferred',
  ...(page && { page }),
})

/** A fact that a check has found to be there. @throws TypeError when none has */
export function required<T>(fact: T | undefined): T {
  if (fact === undefined) throw new TypeError('A check let pass what it should refuse.')
  return fact
}
