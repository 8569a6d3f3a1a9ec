import type { SearchTime } from './search-time.ts'

/** One way a mistake may have been made: the input as it changes it. */
export interface Variant<Input> {
  readonly change: Partial<Input>
  /** What it affected, for `{what}` in the texts of the mistake. */
  readonly what?: string
}

/** A common mistake in signing. */
export interface Mistake<Input> {
  /** In kebab case; the same in every version. */
  readonly name: string
  /** What the client did: a sentence. */
  readonly message: string
  /** How to put it right: a sentence. */
  readonly remedy: string
  /** Not tried together with a second one: rare mistakes are rarer still in pairs, and time is short. */
  readonly alone?: true
  /** How this input would look with the mistake in it. None when it cannot be made here. */
  readonly variants: (input: Input) => Iterable<Variant<Input>>
}

/** A mistake that was found. */
export interface Finding {
  readonly name: string
  readonly message: string
  readonly remedy: string
}

export interface Search<Input> {
  /** What the server signs: everything that determines the signature. Likeliest first, at least one. */
  readonly inputs: readonly Input[]
  /** In the order in which they are tried. */
  readonly mistakes: readonly Mistake<Input>[]
  readonly sign: (input: Input) => string
  /** The signature that arrived. */
  readonly given: string
}

export interface Solution<Input> {
  /** The mistakes that together reproduce the given signature exactly; empty when none do. */
  readonly found: readonly Finding[]
  /** What the server signs, and what the client signed. If nothing was found, both are the likeliest input. */
  readonly server: Input
  readonly client: Input
  /** Whether every possibility was tried; false when the budget ended the search. */
  readonly isComplete: boolean
}

interface Step<Input> {
  readonly server: Input
  readonly client: Input
  readonly made: readonly { readonly mistake: Mistake<Input>; readonly what: string | undefined }[]
  readonly signature: string
}

const worded = <Input>({ name, message, remedy }: Mistake<Input>, what = ''): Finding => ({
  name,
  message: message.replaceAll('{what}', () => what),
  remedy: remedy.replaceAll('{what}', () => what),
})

/** Every input with one more of these mistakes in it. */
function* furtherBy<Input>(
  mistakes: readonly Mistake<Input>[],
  sign: Search<Input>['sign'],
  step: Step<Input>,
): Iterable<Step<Input>> {
  for (const mistake of mistakes) {
    for (const { change, what } of mistake.variants(step.client)) {
      const client = { ...step.client, ...change }
      const made = [...step.made, { mistake, what }]
      yield { server: step.server, client, made, signature: sign(client) }
    }
  }
}

const solved = <Input>({ server, client, made }: Step<Input>): Solution<Input> => ({
  server,
  client,
  found: made.map(({ mistake, what }) => worded(mistake, what)),
  isComplete: true,
})

/** No mistake, then one in each input, then two: the second comes after the first in the table. */
function* attempts<Input>({ inputs, mistakes, sign }: Search<Input>): Iterable<Step<Input>> {
  const none: Step<Input>[] = []
  for (const input of inputs) {
    const step = { server: input, client: input, made: [], signature: sign(input) }
    // Signing a large request once may take all the time there is.
    yield step
    none.push(step)
  }
  // Most mistakes change nothing in most requests, and an input whose signature was seen leads nowhere new.
  const seen = new Set(none.map(({ signature }) => signature))
  const once: Step<Input>[] = []
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
 * Only an exact match counts, so that nobody is accused falsely. Not for good requests: it computes up to some thousands
 * of signatures.
 *
 * @throws Error without an input
 */
export function solve<Input>(search: Search<Input>, time: SearchTime): Solution<Input> {
  const [likeliest] = search.inputs
  if (likeliest === undefined) throw new Error('Nothing to search from.')
  const available = time.available()
  const none = { found: [], server: likeliest, client: likeliest }
  if (available <= 0) return { ...none, isComplete: false }
  const start = time.busy()
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
