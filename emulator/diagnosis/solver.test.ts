import { describe, expect, test } from 'vitest'
import { endless, hideNothing, noSearch } from '../testing/search.ts'
import { explainMismatch } from './mismatch.ts'
import { type SearchTime, searchTime } from './search-time.ts'
import { type Mistake, solve } from './solver.ts'

interface Input {
  readonly text: string
  readonly suffix: string
}

const appending = (name: string, suffix: string): Mistake<Input> => ({
  name,
  message: `It ended with {what}.`,
  remedy: `Leave out {what}.`,
  variants: (input) => [{ change: { suffix: input.suffix + suffix }, what: suffix }],
})

const capitals: Mistake<Input> = {
  name: 'capitals',
  message: 'It was in capitals.',
  remedy: 'Write small.',
  variants: ({ text }) => [{ change: { text: text.toUpperCase() } }],
}

const sign = ({ text, suffix }: Input) => `<${text}${suffix}>`
const input: Input = { text: 'abc', suffix: '' }
const mistakes = [appending('one', '1'), appending('two', '2'), capitals]
const search = { inputs: [input], mistakes, sign }
const mismatch = {
  scheme: { textOf: ({ text, suffix }: Input) => ({ stringToSign: text + suffix }), sign },
  mistakes,
  inputs: [input],
  signer: 'the key id',
  rowsOf: () => [{ signed: 'abc', arrived: 'query abc' }],
}
const namesIn = (given: string) =>
  solve({ ...search, given }, endless).found.map(({ name }) => name)

describe('the search', () => {
  test('finds one mistake, two, and no three', () => {
    expect(namesIn('<abc2>')).toEqual(['two'])
    expect(namesIn('<ABC1>')).toEqual(['one', 'capitals'])
    expect(namesIn('<abc12>')).toEqual(['one', 'two'])
    expect(namesIn('<ABC12>')).toEqual([])
  })

  test('says what the mistake happened to', () => {
    const { found } = solve({ ...search, given: '<abc2>' }, endless)

    expect(found).toEqual([{ name: 'two', message: 'It ended with 2.', remedy: 'Leave out 2.' }])
  })

  test('looks from every reading of the request', () => {
    const inputs = [input, { text: 'xyz', suffix: '' }]

    const { found, server, client } = solve({ ...search, inputs, given: '<XYZ>' }, endless)

    expect(found.map(({ name }) => name)).toEqual(['capitals'])
    expect(server.text).toBe('xyz')
    expect(client.text).toBe('XYZ')
  })

  test('prefers one mistake to two, and the first in the table', () => {
    const both = [appending('both', '12'), ...mistakes, appending('again', '1')]
    const found = (given: string) => solve({ ...search, mistakes: both, given }, endless).found

    expect(found('<abc12>').map(({ name }) => name)).toEqual(['both'])
    expect(found('<abc1>').map(({ name }) => name)).toEqual(['one'])
  })

  test('does not combine what is tried alone', () => {
    const alone = mistakes.map((mistake) => ({ ...mistake, alone: true as const }))

    expect(solve({ ...search, mistakes: alone, given: '<ABC1>' }, endless)).toMatchObject({
      found: [],
      isComplete: true,
    })
  })

  test('needs something to start from', () => {
    expect(() => solve({ ...search, inputs: [], given: '' }, endless)).toThrow('Nothing to search')
  })
})

describe('the time of a search', () => {
  const ticking = (step: number) => {
    let at = 0
    return () => {
      at += step
      return at
    }
  }

  test('ends after 25 ms', () => {
    let signed = 0
    const endlessTable = Array.from({ length: 1000 }, (_, index) => appending(`m-${index}`, 'x'))
    const counting = (one: Input) => {
      signed++
      return sign(one)
    }

    const { found, isComplete } = solve(
      { inputs: [input], mistakes: endlessTable, sign: counting, given: 'none' },
      searchTime(() => 0, ticking(1)),
    )

    expect(found).toEqual([])
    expect(isComplete).toBe(false)
    expect(signed).toBeGreaterThan(20)
    expect(signed).toBeLessThanOrEqual(26)
  })

  test('that ended is told', () => {
    const explained = (time: SearchTime) =>
      explainMismatch({ ...mismatch, given: 'other' }, time, hideNothing).text

    expect(explained(noSearch)).toMatch(/^No mistake that the emulator tried in the time /)
    expect(explained(endless)).toMatch(/^No mistake that the emulator knows /)
  })

  test('is a fiftieth of all time where mismatches never end, and what was saved up', () => {
    let at = 0
    const time = searchTime(() => at)
    let spent = 0
    for (; at < 100_000; at += 25) {
      const ms = time.available()
      time.spend(ms)
      spent += ms
    }

    expect(spent).toBeGreaterThan(2900)
    expect(spent).toBeLessThan(3100)
  })

  test('is saved up to a second', () => {
    let at = 0
    const time = searchTime(() => at)
    at = 1e9
    const given = Array.from({ length: 50 }, () => {
      const ms = time.available()
      time.spend(ms)
      return ms
    })

    expect(given.filter((ms) => ms === 25)).toHaveLength(40)
    expect(given.at(-1)).toBe(0)
  })
})

describe('what is said of a find', () => {
  const explained = (given: string) => explainMismatch({ ...mismatch, given }, endless, hideNothing)

  test('is the mistake first, then the place, then both texts', () => {
    const { text, difference } = explained('<abc1>')

    expect(text).toBe(
      'Mistake: one. It ended with 1. Leave out 1.\nThe string to sign is the same for 3 bytes; then the client has "abc1", the emulator "abc".\nThe client signed:\nabc1\nThe emulator signed:\nabc',
    )
    expect(difference).toEqual({ offset: 3, client: '"abc1"', server: '"abc"' })
  })

  test('is that both signed the same where the key differs', () => {
    const other: Mistake<Input> = { ...capitals, variants: () => [{ change: {} }] }
    let tries = 0
    // The second signature, which is that of the mistake.
    const scheme = { ...mismatch.scheme, sign: () => String(tries++) }

    const { text } = explainMismatch(
      { ...mismatch, scheme, mistakes: [other], given: '1' },
      endless,
      hideNothing,
    )

    expect(text).toBe(
      'Mistake: capitals. It was in capitals. Write small.\nBoth sides signed the same string to sign:\nabc',
    )
  })

  test('names two mistakes', () => {
    expect(explained('<ABC1>').text).toMatch(
      /^Mistake: one and capitals\. It ended with 1\. Leave out 1\. It was in capitals\. Write small\.\n/,
    )
  })

  test('is both sides, line by line, when there is no find', () => {
    expect(explained('other').text).toMatch(
      /secret is another one than that of the key id.*\nWhat the emulator signed \| what arrived:\nabc \| query abc$/,
    )
  })
})
