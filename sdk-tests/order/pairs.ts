/** How a draft of a request comes to violate a check. */
export interface Way<D> {
  /** What of the draft it decides: two ways that decide the same cannot be taken together. */
  readonly decides: readonly string[]
  readonly violate: (draft: D) => void
}

/** A check, the code of its refusal, and the ways to violate it and nothing that is checked before it. */
export interface Violation<D> {
  readonly check: string
  readonly code: string
  readonly ways: readonly Way<D>[]
  /** Why a request cannot violate it together with another check. */
  readonly unpaired?: string
}

/** Two checks violated at once: the first must answer. */
export interface Pair<D> {
  readonly first: Violation<D>
  readonly second: Violation<D>
  readonly violate: (draft: D) => void
}

const isCompatible = <D>(one: Way<D>, other: Way<D>): boolean =>
  !one.decides.some((name) => other.decides.includes(name))

/** Every two checks that can be violated together, the earlier first. */
export function pairsOf<D>(violations: readonly Violation<D>[]): readonly Pair<D>[] {
  return violations.flatMap((first, i) =>
    violations.slice(i + 1).flatMap((second) => {
      const ways = first.ways.flatMap((one) =>
        second.ways.filter((other) => isCompatible(one, other)).map((other) => [one, other]),
      )
      const [both] = ways
      if (!both) return []
      const violate = (draft: D) => {
        for (const way of both) way.violate(draft)
      }
      return [{ first, second, violate }]
    }),
  )
}

/** Checks that are in no pair and give no reason for it, or give one that does not hold. */
export function unexplained<D>(
  violations: readonly Violation<D>[],
  pairs: readonly Pair<D>[],
): readonly string[] {
  const paired = new Set(pairs.flatMap(({ first, second }) => [first.check, second.check]))
  return violations
    .filter(({ check, unpaired }) => paired.has(check) === (unpaired !== undefined))
    .map(({ check }) => check)
}

export interface Refused {
  readonly code: string
  readonly check: string
}

/** The ways to violate one check that are not answered by it; empty when each refuses what it is there for. */
export async function violatedAlone<D>(
  violations: readonly Violation<D>[],
  ask: (violate: (draft: D) => void) => Promise<Refused>,
): Promise<readonly string[]> {
  const wrong: string[] = []
  for (const violation of violations) {
    for (const { violate } of violation.ways) {
      const { code, check } = await ask(violate)
      if (code !== violation.code || check !== violation.check)
        wrong.push(`${violation.check} violated: ${code} by ${check}`)
    }
  }
  return wrong
}

/** The pairs that were not answered by their first check; empty when the order holds. */
export async function wronglyAnswered<D>(
  pairs: readonly Pair<D>[],
  ask: (violate: (draft: D) => void) => Promise<Refused>,
): Promise<readonly string[]> {
  const wrong: string[] = []
  for (const { first, second, violate } of pairs) {
    const { code, check } = await ask(violate)
    if (code !== first.code || check !== first.check)
      wrong.push(`${first.check} and ${second.check} violated: ${code} by ${check}`)
  }
  return wrong
}

/** Which check refused, as the explanation tells it; a name may have `[]` in it. */
export const checkOf = ({ headers }: Response): string =>
  /\[check ((?:\[\]|[^,\]])+)/.exec(headers.get('x-vod-emulator-explanation') ?? '')?.[1] ?? 'none'
