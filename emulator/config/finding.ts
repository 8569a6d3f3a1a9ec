import type * as v from 'valibot'

/** What is wrong in a value, and where. */
export interface Finding {
  readonly path: readonly PropertyKey[]
  /** As it follows the path and a colon. */
  readonly reason: string
  /** What stands there; undefined where nothing does. */
  readonly value: unknown
}

type Issue = v.BaseIssue<unknown>

const kinds: Readonly<Record<string, string>> = {
  Array: 'a list',
  Object: 'an object',
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
}

/** `("a" | "b")` → `"a" or "b"` */
const alternatives = (expected: string): string =>
  expected
    .replace(/^\((.*)\)$/, '$1')
    .split(' | ')
    .map((name) => kinds[name] ?? name)
    .join(' or ')

/** The library's own messages begin so, and those of the schemas do not: they say what is expected. */
const isOwnMessage = ({ message }: Issue): boolean => message.startsWith('Invalid ')

const expectedBy = (issue: Issue): string =>
  isOwnMessage(issue) ? alternatives(issue.expected ?? 'another value') : issue.message

/** Whether a value has a member that it must not have. */
const isUnknownMember = ({ type, expected }: Issue): boolean =>
  type === 'strict_object' && expected === 'never'

function reasonOf(issue: Issue): string {
  const { type, received, issues = [] } = issue
  if (isUnknownMember(issue) || type === 'raw_check') return issue.message
  if (type === 'strict_object' && received === 'undefined') return 'it is missing'
  const words = issues.length > 0 ? issues.map(expectedBy).join(', or ') : expectedBy(issue)
  return `expected ${words}`
}

/** Members that do not exist first: they are often misspelt ones that are missing. */
const byWeight = (issues: readonly Issue[]): readonly Issue[] => [
  ...issues.filter(isUnknownMember),
  ...issues.filter((issue) => !isUnknownMember(issue)),
]

/** The finding of some issues: of the alternatives of one, that which fitted furthest. */
export function findingOf(issues: readonly [Issue, ...Issue[]]): Finding {
  const [issue = issues[0]] = byWeight(issues)
  const path = issue.path?.map(({ key }) => key as PropertyKey) ?? []
  const inner = byWeight(issue.issues ?? []).map((other) => findingOf([other]))
  const deepest = inner.reduce<Finding | undefined>(
    (best, one) => (one.path.length > (best?.path.length ?? 0) ? one : best),
    undefined,
  )
  if (deepest) return { ...deepest, path: [...path, ...deepest.path] }
  return { path, reason: reasonOf(issue), value: isUnknownMember(issue) ? undefined : issue.input }
}

/** `accounts["1"].keys[0].id` */
export const pathText = (path: readonly PropertyKey[]): string =>
  path
    .map((key) => {
      if (typeof key === 'number') return `[${key}]`
      const name = String(key)
      return /^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`
    })
    .join('')
    .replace(/^\./, '')
