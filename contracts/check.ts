import type { Evidence } from './schema.ts'

/** One step in the examination of a request. The first check that it does not pass decides the answer. */
export interface Check {
  readonly name: string
  /** Row of the error table. */
  readonly refuses: string
  /** What is demanded, as it follows "Rule: ": `the AccessKeyId must exist`. Empty where the message says it. */
  readonly rule: string
  /** Who says so. */
  readonly evidence: Evidence
  /** Who says that it is checked at this place. */
  readonly place: Evidence
  /** Page of the manual that has the rule. */
  readonly page?: string
}

/** Names of a list of checks. */
export type NameOf<L extends readonly Check[]> = L[number]['name']
