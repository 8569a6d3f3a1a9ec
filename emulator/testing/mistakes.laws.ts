import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Diagnosis } from '../diagnosis/mismatch.ts'
import { type Mistake, solve } from '../diagnosis/solver.ts'
import { canary, endless } from './search.ts'

/** A table of mistakes, and requests in which all of them can be made. */
export interface Subject<Input> {
  readonly scheme: string
  readonly inputs: readonly [Input, ...Input[]]
  readonly mistakes: readonly Mistake<Input>[]
  readonly sign: (input: Input) => string
  /** What is said of the request of the first input under a signature. */
  readonly explain: (signature: string) => Diagnosis
  /** A wrong signature of the form of a right one. */
  readonly bytes: number
  readonly write: (digest: Buffer) => string
}

/** What is named when a mistake is made in one of its variants: a name for each variant. */
function namesFor<Input>(subject: Subject<Input>, mistake: Mistake<Input>): readonly string[] {
  const { inputs, mistakes, sign } = subject
  return inputs.flatMap((input) => {
    const right = sign(input)
    return [...mistake.variants(input)]
      .map(({ change }) => sign({ ...input, ...change }))
      .filter((given) => given !== right)
      .map((given) => solve({ inputs: [input], mistakes, sign, given }, endless))
      .map(({ found }) => found.map(({ name }) => name).join(' and '))
  })
}

/** Every signature that one mistake leads to in the first input. */
const signaturesOf = <Input>({
  inputs: [input],
  mistakes,
  sign,
}: Subject<Input>): readonly string[] =>
  mistakes.flatMap((mistake) =>
    [...mistake.variants(input)].map(({ change }) => sign({ ...input, ...change })),
  )

/** The same signatures in the same order as in the first search: a thousand searches would take a minute each. */
function replayed<Input>(sign: (input: Input) => string) {
  const signatures: string[] = []
  return () => {
    let at = 0
    return (input: Input): string => {
      const index = at++
      signatures[index] ??= sign(input)
      return signatures[index]
    }
  }
}

const changedAt = (signature: string, index: number): string => {
  const at = index % signature.length
  const other = signature[at] === '0' ? '1' : '0'
  return signature.slice(0, at) + other + signature.slice(at + 1)
}

/** What holds for the mistakes of every scheme. */
export function mistakesObeyTheirLaws<Input>(subject: Subject<Input>): void {
  const { scheme, inputs, mistakes, sign, explain, bytes, write } = subject
  const [input] = inputs

  describe(`mistakes under ${scheme}`, { timeout: 60_000 }, () => {
    test('have names of their own', () => {
      const names = mistakes.map(({ name }) => name)

      expect(names.filter((name) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name))).toEqual([])
      expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([])
    })

    test.for(mistakes)('include $name, which is told from all others', (mistake) => {
      const names = namesFor(subject, mistake)

      expect(names).toContain(mistake.name)
      expect(names).not.toContain('')
    })

    test('are not seen in a wrong signature that nobody made by one of them', () => {
      const signing = replayed(sign)
      const digest = fc.uint8Array({ minLength: bytes, maxLength: bytes })
      const wrong = fc.oneof(
        digest.map((random) => write(Buffer.from(random))),
        fc
          .tuple(fc.constantFrom(sign(input), ...signaturesOf(subject)), fc.nat())
          .map(([signature, index]) => changedAt(signature, index)),
        fc.string(),
      )

      fc.assert(
        fc.property(wrong, (given) => {
          const { found, isComplete } = solve(
            { inputs: [input], mistakes, sign: signing(), given },
            endless,
          )

          expect(found).toEqual([])
          expect(isComplete).toBe(true)
        }),
        { numRuns: 1000 },
      )
    })

    test('are explained without a secret', () => {
      const said = [...signaturesOf(subject), 'of nobody'].map((signature) =>
        JSON.stringify(explain(signature)),
      )

      expect(said.filter((text) => text.includes(canary))).toEqual([])
      expect(said.length).toBeGreaterThan(40)
    })

    test('that are unknown leave both sides to be compared', () => {
      const { text, mistakes: found } = explain('of nobody')

      expect(found).toEqual([])
      expect(text).toMatch(/^No mistake that the emulator knows reproduces this signature: /)
      expect(text).toMatch(/\n\S+ \| (?:method|path) \S+\n/)
    })
  })
}
