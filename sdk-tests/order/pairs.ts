/** How a draft of a request is spoilt. */
export interface Way<D> {
  /** What of the draft it decides: two ways that decide the same cannot be taken together. */
  readonly decides: readonly string[]
  readonly spoil: (draft: D) => void
}

/** A check, the code of its refusal, and the ways to break it and nothing that is checked before it. */
export interface Breaker<D> {
  readonly check: string
  readonly code: string
  readonly ways: readonly Way<D>[]
}

/** Two checks broken at once: the first must answer. */
export interface Pair<D> {
  readonly first: Breaker<D>
  readonly second: Breaker<D>
  readonly spoil: (draft: D) => void
}

const isCompatible = <D>(one: Way<D>, other: Way<D>): boolean =>
  !one.decides.some((name) => other.decides.includes(name))

/** Every two checks that can be broken together, the earlier first. */
export function pairsOf<D>(breakers: readonly Breaker<D>[]): readonly Pair<D>[] {
  return breakers.flatMap((first, i) =>
    breakers.slice(i + 1).flatMap((second) => {
      const ways = first.ways.flatMap((one) =>
        second.ways.filter((other) => isCompatible(one, other)).map((other) => [one, other]),
      )
      const [both] = ways
      if (!both) return []
      const spoil = (draft: D) => {
        for (const way of both) way.spoil(draft)
      }
      return [{ first, second, spoil }]
    }),
  )
}

export interface Refused {
  readonly code: string
  readonly check: string
}

/** The ways to break one check that are not answered by it; empty when each refuses what it is there for. */
export async function brokenAlone<D>(
  breakers: readonly Breaker<D>[],
  ask: (spoil: (draft: D) => void) => Promise<Refused>,
): Promise<readonly string[]> {
  const wrong: string[] = []
  for (const breaker of breakers) {
    for (const { spoil } of breaker.ways) {
      const { code, check } = await ask(spoil)
      if (code !== breaker.code || check !== breaker.check)
        wrong.push(`${breaker.check} broken: ${code} by ${check}`)
    }
  }
  return wrong
}

/** The pairs that were not answered by their first check; empty when the order holds. */
export async function wronglyAnswered<D>(
  pairs: readonly Pair<D>[],
  ask: (spoil: (draft: D) => void) => Promise<Refused>,
): Promise<readonly string[]> {
  const wrong: string[] = []
  for (const { first, second, spoil } of pairs) {
    const { code, check } = await ask(spoil)
    if (code !== first.code || check !== first.check)
      wrong.push(`${first.check} and ${second.check} broken: ${code} by ${check}`)
  }
  return wrong
}

/** Which check refused, as the explanation tells it. */
export const checkOf = ({ headers }: Response): string =>
  /\[check ([^,\]]+)/.exec(headers.get('x-vod-emulator-explanation') ?? '')?.[1] ?? 'none'
