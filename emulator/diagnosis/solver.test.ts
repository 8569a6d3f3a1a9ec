import { describe, expect, test } from 'vitest'
import { endless, hideNothing } from '../testing/search.ts'
import { diagnose } from './mismatch.ts'
import { searchTime } from './search-time.ts'
import { type Mistake, solve } from './solver.ts'

interface Draft {
  readonly text: string
  readonly suffix: string
}

const appending = (name: string, suffix: string): Mistake<Draft> => ({
  name,
  message: `It ended with {what}.`,
  remedy: `Leave out {what}.`,
  variants: (draft) => [{ change: { suffix: draft.suffix + suffix }, what: suffix }],
})

const capitals: Mistake<Draft> = {
  name: 'capitals',
  message: 'It was in capitals.',
  remedy: 'Write small.',
  variants: ({ text }) => [{ change: { text: text.toUpperCase() } }],
}

const sign = ({ text, suffix }: Draft) => `<${text}${suffix}>`
const draft: Draft = { text: 'abc', suffix: '' }
const mistakes = [appending('one', '1'), appending('two', '2'), capitals]
const search = { drafts: [draft], mistakes, sign }
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
    const drafts = [draft, { text: 'xyz', suffix: '' }]

    const { found, server, client } = solve({ ...search, drafts, given: '<XYZ>' }, endless)

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
    expect(() => solve({ ...search, drafts: [], given: '' }, endless)).toThrow('Nothing to search')
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
    const counting = (one: Draft) => {
      signed++
      return sign(one)
    }

    const { found, isComplete } = solve(
      { drafts: [draft], mistakes: endlessTable, sign: counting, given: 'none' },
      searchTime(() => 0, ticking(1)),
    )

    expect(found).toEqual([])
    expect(isComplete).toBe(false)
    expect(signed).toBeGreaterThan(20)
    expect(signed).toBeLessThanOrEqual(26)
  })

  test('that ended is told', () => {
    const told = { accessKeyId: 'id', hide: hideNothing, stagesOf: () => [], compared: () => [] }
    const cut = { found: [], server: draft, client: draft, isComplete: false }

    expect(diagnose(cut, told).text).toMatch(/^No mistake that the emulator tried in the time /)
    expect(diagnose({ ...cut, isComplete: true }, told).text).toMatch(
      /^No mistake that the emulator knows /,
    )
  })

  test('is a tenth of all time where mismatches never end', () => {
    let at = 0
    const time = searchTime(() => at)
    let spent = 0
    for (; at < 100_000; at += 25) {
      const ms = time.available()
      time.spend(ms)
      spent += ms
    }

    expect(spent).toBeGreaterThan(10_000)
    expect(spent).toBeLessThan(11_100)
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
  const told = {
    accessKeyId: 'id',
    hide: hideNothing,
    stagesOf: ({ text, suffix }: Draft) => [{ name: 'text', text: text + suffix }],
    compared: () => [{ signed: 'abc', arrived: 'query abc' }],
  }
  const explained = (given: string) => diagnose(solve({ ...search, given }, endless), told)

  test('is the mistake first, then the place, then both texts', () => {
    const { text, difference } = explained('<abc1>')

    expect(text).toBe(
      'Mistake: one. It ended with 1. Leave out 1.\nThe text is the same for 3 bytes; then the client has "abc1", the emulator "abc".\nThe client signed:\nabc1\nThe emulator signed:\nabc',
    )
    expect(difference).toEqual({ offset: 3, client: '"abc1"', server: '"abc"' })
  })

  test('is that both signed the same where the key differs', () => {
    const other: Mistake<Draft> = { ...capitals, variants: () => [{ change: {} }] }
    let tries = 0
    // The second signature, which is that of the mistake.
    const solution = solve(
      { ...search, mistakes: [other], sign: () => String(tries++), given: '1' },
      endless,
    )

    expect(diagnose(solution, told).text).toBe(
      'Mistake: capitals. It was in capitals. Write small.\nBoth sides signed the same text:\nabc',
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
