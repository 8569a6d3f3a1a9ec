import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { searchFields } from '#contracts/vod/search-fields.ts'
import { type Bound, MatchFault, readStatement, type Statement, type Value } from './statement.ts'
import { requireUses } from './uses.ts'

/** A statement with a text that says it. */
interface Written {
  readonly statement: Statement
  readonly text: string
}

const space = fc.constantFrom('', ' ', '  ', '\n')

/** Tokens with spaces between them, of which words need at least one. */
const joined = (tokens: readonly string[]): fc.Arbitrary<string> =>
  fc
    .array(space, { minLength: tokens.length, maxLength: tokens.length })
    .map((spaces) =>
      tokens.map((token, i) => (/^\w/.test(token) ? ' ' : '') + spaces[i] + token).join(''),
    )

const keyword = (word: string) => fc.mixedCase(fc.constant(word))

const value: fc.Arbitrary<{ readonly value: Value; readonly text: string }> = fc.oneof(
  fc
    .tuple(fc.string({ unit: fc.constantFrom(...'ab,()[]=中 ') }), fc.constantFrom("'", '"'))
    .map(([text, quote]) => ({
      value: { text, isQuoted: true },
      text: quote + text + quote,
    })),
  fc.constantFrom("it's", 'say "so"').map((text) => ({
    value: { text, isQuoted: true },
    text: text.includes("'") ? `"${text}"` : `'${text}'`,
  })),
  fc
    .oneof(fc.integer().map(String), fc.constantFrom('1.5', '-0.25'))
    .map((text) => ({ value: { text, isQuoted: false }, text })),
)

const field = fc.constantFrom('Title', 'CateId', 'CreationTime', 'in_', 'Android')

const written = (statement: Statement, tokens: readonly string[]): fc.Arbitrary<Written> =>
  joined(tokens).map((text) => ({ statement, text }))

const equality = fc
  .tuple(field, value)
  .chain(([name, one]) =>
    written({ field: name, demand: { equals: one.value } }, [name, '=', one.text]),
  )

const membership = fc
  .tuple(field, keyword('in'), fc.array(value, { minLength: 1, maxLength: 3 }))
  .chain(([name, word, values]) =>
    written({ field: name, demand: { in: values.map((one) => one.value) } }, [
      name,
      word,
      '(',
      ...values.flatMap((one, i) => (i === 0 ? [one.text] : [',', one.text])),
      ')',
    ]),
  )

const bound = fc.option(fc.tuple(value, fc.boolean()), { nil: undefined })

const range = fc.tuple(field, bound, bound).chain(([name, lowest, highest]) => {
  const boundOf = (one: typeof lowest): Bound | undefined =>
    one && { ...one[0].value, isIncluded: one[1] }
  const [from, upTo] = [boundOf(lowest), boundOf(highest)]
  return written(
    { field: name, demand: { range: { ...(from && { from }), ...(upTo && { upTo }) } } },
    [
      name,
      '=',
      from?.isIncluded ? '[' : '(',
      ...(lowest ? [lowest[0].text] : []),
      ',',
      ...(highest ? [highest[0].text] : []),
      upTo?.isIncluded ? ']' : ')',
    ],
  )
})

const { statement: inner } = fc.letrec<{ statement: Written }>((tie) => ({
  statement: fc.oneof(
    { maxDepth: 3 },
    equality,
    membership,
    range,
    fc
      .tuple(
        fc.constantFrom('all' as const, 'any' as const),
        fc.array(tie('statement'), { minLength: 1, maxLength: 3 }),
      )
      .chain(([how, parts]) => {
        const word = how === 'all' ? 'and' : 'or'
        const statements = parts.map((one) => one.statement)
        const statement: Statement =
          how === 'all' || parts.length === 1 ? { all: statements } : { any: statements }
        return keyword(word).map((spelt) => ({
          statement,
          text: `(${parts.map(({ text }) => text).join(` ${spelt} `)})`,
        }))
      }),
  ),
}))

const whole = fc.array(inner, { minLength: 1, maxLength: 3 }).map(
  (parts): Written => ({
    statement: { all: parts.map((one) => one.statement) },
    text: parts.map(({ text }) => text).join(' and '),
  }),
)

describe('a statement', () => {
  test('is read as it was written, whatever its spaces, quotes and case', () => {
    fc.assert(
      fc.property(whole, ({ statement, text }) => {
        expect(readStatement(text)).toEqual(statement)
      }),
    )
  })

  test('that is anything at all is read, or refused as a fault of Match', () => {
    const piece = fc.constantFrom(...['Title', 'and', 'or', 'in', ...'=()[],\'" 1x中'])
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        try {
          readStatement(pieces.join(''))
        } catch (error) {
          expect(error).toBeInstanceOf(MatchFault)
        }
      }),
    )
  })

  test('of a hundred thousand parentheses is refused', () => {
    expect(() => readStatement('('.repeat(100_000))).toThrow(MatchFault)
  })

  test('has 500 conditions at most, each value of "in" counted', () => {
    const times = (count: number, text: string, between: string) =>
      Array.from({ length: count }, () => text).join(between)
    const values = (count: number) => `Title in (${times(count, "'a'", ',')})`

    for (const right of [
      times(500, 'Size = (,)', ' and '),
      values(500),
      times(250, values(2), ' and '),
    ])
      expect(() => readStatement(right)).not.toThrow()
    for (const wrong of [
      times(501, 'Size = (,)', ' and '),
      values(501),
      `${values(500)} and Size = (,)`,
    ])
      expect(() => readStatement(wrong)).toThrow('more than 500 conditions')
  })
})

const faultOf = (text: string, type: keyof typeof searchFields): string | undefined => {
  try {
    requireUses(readStatement(text), searchFields[type])
    return undefined
  } catch (error) {
    if (error instanceof MatchFault) return error.field
    throw error
  }
}

describe('the manual', () => {
  test.for([
    "Status in ('Normal','Checking') and CreationTime = ('2018-10-01T08:00:00Z','2018-12-25T08:00:00Z')",
    'Status in ("Normal","Checking") and CreationTime = ("2018-10-01T08:00:00Z","2018-12-25T08:00:00Z")',
    "Title = 'a' and (Tags = 'b' or Description = 'c') and CateId = 781111",
    "CreationTime = ['2018-01-01T00:00:00Z',)",
    'Size = [1024,) and Duration = (1.5,60]',
    "VideoId = 'a'",
  ])('has %s', (text) => {
    expect(faultOf(text, 'video')).toBeUndefined()
  })
})

describe('what is at fault', () => {
  test.for<readonly [string, string]>([
    // The grammar.
    [' ', 'Match'],
    ['\t\n', 'Match'],
    ['CateId = 12984346.0', 'CateId'],
    ["CateId = '1.5'", 'CateId'],
    ['Title', 'Title'],
    ['Title = ', 'Title'],
    ['Title = Logo', 'Title'],
    ["Title = 'Logo", 'Title'],
    ['Title = ‘Logo’', 'Title'],
    ["Title =\u3000'Logo'", 'Title'],
    ["\u00a0Title = 'Logo'", "\u00a0Title = 'Logo'"],
    ["Title like 'Logo'", 'Title'],
    ["Title == 'Logo'", 'Title'],
    ["Title in 'Logo'", 'Title'],
    ['Title in ()', 'Title'],
    ["Title in ('a',)", 'Title'],
    ["Title in ('a' 'b')", 'Title'],
    ["= 'Logo'", "= 'Logo'"],
    ["Title = 'a' Tags = 'b'", "Tags = 'b'"],
    ["Title = 'a' and", 'Title'],
    ["Title = 'a' or Tags = 'b'", "or Tags = 'b'"],
    ["(Title = 'a' or Tags = 'b' and Status = 'Normal')", "and Status = 'Normal')"],
    ["(Title = 'a'", 'Title'],
    ["Title = 'a')", ')'],
    ["CreationTime = '2018-01-01T00:00:00Z',", ','],
    ["CreationTime = ['2018-01-01T00:00:00Z']", 'CreationTime'],
    ["CreationTime = ['2018-01-01T00:00:00Z',", 'CreationTime'],
    // How a field may be used.
    ["Titel = 'a'", 'Titel'],
    ["title = 'a'", 'title'],
    ["constructor = 'a'", 'constructor'],
    ["Type = 'watermark'", 'Type'],
    ["BusinessType in ('watermark')", 'BusinessType'],
    ["MediaId in ('a')", 'MediaId'],
    ["URL = 'a'", 'URL'],
    ["Title = ['a','b']", 'Title'],
    ["CateId = 'Logo'", 'CateId'],
    ['CateId = [1,2]', 'CateId'],
    ["CreationTime = '2018-01-01T00:00:00Z'", 'CreationTime'],
    ["CreationTime = ['2018-01-01',]", 'CreationTime'],
    ['CreationTime = [1,]', 'CreationTime'],
    ['Size = [1,]', 'Size'],
  ])('in %s is %s', ([text, field]) => {
    expect(faultOf(text, 'attached')).toBe(field)
  })

  test('in more ids than there may be, and in a number in quotes, is the field', () => {
    const ids = (count: number) => Array.from({ length: count }, (_, i) => `'${i}'`).join()

    expect(faultOf(`VideoId in (${ids(100)})`, 'video')).toBeUndefined()
    expect(faultOf(`VideoId in (${ids(101)})`, 'video')).toBe('VideoId')
    expect(faultOf("Size = ['1',2]", 'video')).toBe('Size')
  })
})
