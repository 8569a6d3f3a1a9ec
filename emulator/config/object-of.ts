import * as v from 'valibot'
import { suggestion } from '../kernel/closest-match.ts'

type UnknownMember = v.StrictObjectIssue & { readonly input: string }

const isUnknownMember = (issue: v.StrictObjectIssue): issue is UnknownMember =>
  issue.expected === 'never' && typeof issue.input === 'string'

/** An object of these members and no others; a misspelt one is told the name that was meant. */
export const objectOf = <const Entries extends v.ObjectEntries>(entries: Entries) =>
  v.strictObject(entries, (issue) => {
    if (!isUnknownMember(issue)) return issue.message
    const names = Object.keys(entries)
    // Of a policy, NotAction is no misspelt Action, but its opposite.
    const isOpposite = names.some((name) => issue.input === `Not${name}`)
    const hint = isOpposite ? '' : suggestion(issue.input, names)
    return `there is no such member${hint || `, expected ${names.join(', ')}`}`
  })
