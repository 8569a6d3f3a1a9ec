import type { SearchTime } from './search-time.ts'

/** One way in which a mistake may have been made: what it changes of the draft. */
export interface Variant<Draft> {
  readonly change: Partial<Draft>
  /** What it happened to, for `{what}` in the texts of the mistake. */
  readonly what?: string
}

/** Something that people do wrong when they sign. */
export interface Mistake<Draft> {
  /** In kebab case; the same in every version. */
  readonly name: string
  /** What the client did: a sentence. */
  readonly message: string
  /** How to put it right: a sentence. */
  readonly remedy: string
  /** Not tried together with a second one: what is rare is rarer still in company, and time is short. */
  readonly alone?: true
  /** How this draft would look with the mistake in it. None when it cannot be made here. */
  readonly variants: (draft: Draft) => Iterable<Variant<Draft>>
}

/** A mistake that was found. */
export interface Finding {
  readonly name: string
  readonly message: string
  readonly remedy: string
}

export interface Search<Draft> {
  /** What the server signs: everything that determines the signature. Likeliest first, at least one. */
  readonly drafts: readonly Draft[]
  /** In the order in which they are tried. */
  readonly mistakes: readonly Mistake<Draft>[]
  readonly sign: (draft: Draft) => string
  /** The signature that arrived. */
  readonly given: string
}

export interface Solution<Draft> {
  /** The mistakes that together reproduce the given signature exactly; empty when none do. */
  readonly found: readonly Finding[]
  /** What the server signs, and what the client signed. Without a find both are the likeliest draft. */
  readonly server: Draft
  readonly client: Draft
  /** Whether everything was tried that can be; false when the budget ended the search. */
  readonly isComplete: boolean
}

interface Step<Draft> {
  readonly server: Draft
  readonly client: Draft
  readonly made: readonly { readonly mistake: Mistake<Draft>; readonly what: string | undefined }[]
  readonly signature: string
}

const worded = <Draft>({ name, message, remedy }: Mistake<Draft>, what = ''): Finding => ({
  name,
  message: message.replaceAll('{what}', () => what),
  remedy: remedy.replaceAll('{what}', () => what),
})

/** Every draft that is one of these mistakes further. */
function* furtherBy<Draft>(
  mistakes: readonly Mistake<Draft>[],
  sign: Search<Draft>['sign'],
  step: Step<Draft>,
): Iterable<Step<Draft>> {
  for (const mistake of mistakes) {
    for (const { change, what } of mistake.variants(step.client)) {
      const client = { ...step.client, ...change }
      const made = [...step.made, { mistake, what }]
      yield { server: step.server, client, made, signature: sign(client) }
    }
  }
}

const solved = <Draft>({ server, client, made }: Step<Draft>): Solution<Draft> => ({
  server,
  client,
  found: made.map(({ mistake, what }) => worded(mistake, what)),
  isComplete: true,
})

/** No mistake, then one in each draft, then two: the second stands behind the first in the table. */
function* attempts<Draft>({ drafts, mistakes, sign }: Search<Draft>): Iterable<Step<Draft>> {
  const none: Step<Draft>[] = []
  for (const draft of drafts) {
    const step = { server: draft, client: draft, made: [], signature: sign(draft) }
    // To sign a large request once may take all the time there is.
    yield step
    none.push(step)
  }
  // Most mistakes change nothing in most requests, and what leads to a signature that was seen leads nowhere new.
  const seen = new Set(none.map(({ signature }) => signature))
  const once: Step<Draft>[] = []
  for (const step of none) {
    for (const further of furtherBy(mistakes, sign, step)) {
      yield further
      if (!further.made[0]?.mistake.alone && !seen.has(further.signature)) once.push(further)
      seen.add(further.signature)
    }
  }
  const combined = mistakes.filter(({ alone }) => !alone)
  for (const step of once) {
    const [first] = step.made
    if (first) yield* furtherBy(combined.slice(combined.indexOf(first.mistake) + 1), sign, step)
  }
}

/**
 * Looks for the mistake, then for the two mistakes, that turn what the server signs into the signature that arrived.
 * Only an exact match counts, so that nobody is accused falsely. Not for good requests: it computes up to some thousand
 * signatures.
 *
 * @throws Error without a draft
 */
export function solve<Draft>(search: Search<Draft>, time: SearchTime): Solution<Draft> {
  const [likeliest] = search.drafts
  if (likeliest === undefined) throw new Error('Nothing to search from.')
  const start = time.busy()
  const available = time.available()
  const none = { found: [], server: likeliest, client: likeliest }
  if (available <= 0) return { ...none, isComplete: false }
  try {
    for (const attempt of attempts(search)) {
      if (attempt.signature === search.given) return solved(attempt)
      if (time.busy() - start >= available) return { ...none, isComplete: false }
    }
    return { ...none, isComplete: true }
  } finally {
    time.spend(time.busy() - start)
  }
}
