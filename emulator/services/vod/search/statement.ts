/** One word of a statement. */
interface Token {
  readonly kind: 'name' | 'text' | 'number' | 'sign' | 'other' | 'end'
  /** Without its quotes. */
  readonly text: string
  /** Where it stands. */
  readonly at: number
}

/** A value as it was written. */
export interface Value {
  readonly text: string
  readonly isQuoted: boolean
}

export interface Bound extends Value {
  readonly isIncluded: boolean
}

/** What is demanded of a field. */
export type Demand =
  | { readonly equals: Value }
  | { readonly in: readonly Value[] }
  | { readonly range: { readonly from?: Bound; readonly upTo?: Bound } }

export interface FieldTest {
  readonly field: string
  readonly demand: Demand
}

/** A statement as it was read. */
export type Statement =
  | FieldTest
  | { readonly all: readonly Statement[] }
  | { readonly any: readonly Statement[] }

/** A statement is not in the grammar, or uses a field in a way that it does not have. */
export class MatchFault extends Error {
  override readonly name = 'MatchFault'
  /** The field at fault, or the text of the statement from where it could not be read; `Match` where nothing of it is. */
  readonly field: string

  constructor(field: string, reason: string) {
    super(reason)
    this.field = field
  }
}

/** Maximum number of parentheses inside each other, and of values that fields are compared with. */
const limits = { depth: 16, comparisons: 500 }

/** Characters shown of a text that could not be read. */
const maxShown = 64

const token =
  /(?<name>[A-Za-z]\w*)|'(?<single>[^']*)'|"(?<double>[^"]*)"|(?<number>-?\d+(?:\.\d+)?)|(?<sign>[=()[\],])/y
const spaces = /[ \t\r\n]*/y

function tokenAt(text: string, at: number): Token {
  token.lastIndex = at
  const groups = token.exec(text)?.groups
  if (!groups) return { kind: at === text.length ? 'end' : 'other', text: '', at }
  const { name, single, double, number, sign } = groups
  if (name !== undefined) return { kind: 'name', text: name, at }
  if (number !== undefined) return { kind: 'number', text: number, at }
  if (sign !== undefined) return { kind: 'sign', text: sign, at }
  return { kind: 'text', text: single ?? double ?? '', at }
}

/** Reads a statement by one token after the other. */
class Reader {
  readonly #text: string
  #at = 0
  /** The field that is read, or was last. */
  #field = ''
  #comparisons = 0
  #current: Token

  constructor(text: string) {
    this.#text = text
    this.#current = this.#read()
  }

  read(): Statement {
    const statement = this.#series(0)
    if (this.#current.kind !== 'end') throw this.#fault('something follows the conditions')
    return statement
  }

  #read(): Token {
    spaces.lastIndex = this.#at
    spaces.exec(this.#text)
    const found = tokenAt(this.#text, spaces.lastIndex)
    this.#at = token.lastIndex
    return found
  }

  #next(): Token {
    const taken = this.#current
    this.#current = this.#read()
    return taken
  }

  /** A fault of what stands here, which is no field. */
  #fault(reason: string): MatchFault {
    const { at } = this.#current
    return new MatchFault(this.#text.slice(at, at + maxShown) || this.#field || 'Match', reason)
  }

  #isSign(text: string): boolean {
    return this.#current.kind === 'sign' && this.#current.text === text
  }

  /** Takes a keyword or a sign, if it stands here. */
  #take(text: string): boolean {
    const { kind } = this.#current
    const isThere =
      this.#isSign(text) || (kind === 'name' && this.#current.text.toLowerCase() === text)
    if (isThere) this.#next()
    return isThere
  }

  /** Conditions joined by one keyword; `or` needs parentheses. */
  #series(depth: number): Statement {
    const conditions = [this.#condition(depth)]
    const keyword = this.#current.text.toLowerCase()
    if (this.#current.kind !== 'name' || (keyword !== 'and' && keyword !== 'or'))
      return { all: conditions }
    if (keyword === 'or' && depth === 0) throw this.#fault('"or" stands outside parentheses')
    while (this.#take(keyword)) conditions.push(this.#condition(depth))
    return keyword === 'and' ? { all: conditions } : { any: conditions }
  }

  #condition(depth: number): Statement {
    if (!this.#isSign('(')) return this.#test()
    if (depth === limits.depth) throw this.#fault(`more than ${depth} parentheses are open`)
    this.#next()
    const inner = this.#series(depth + 1)
    if (!this.#take(')')) throw this.#fault('")" is missing')
    return inner
  }

  #test(): Statement {
    if (this.#current.kind !== 'name') throw this.#fault('a field is missing')
    this.#count()
    const field = this.#next().text
    this.#field = field
    return { field, demand: this.#demand() }
  }

  /** Counts what every media that is looked at may have to be compared with. */
  #count(): void {
    if (++this.#comparisons > limits.comparisons)
      throw this.#fault(
        `it has more than ${limits.comparisons} conditions, each value of "in" counted`,
      )
  }

  /** A fault within the demand on a field. */
  #wrong(reason: string): MatchFault {
    return new MatchFault(this.#field, reason)
  }

  #demand(): Demand {
    if (this.#take('in')) return { in: this.#values() }
    if (!this.#take('=')) throw this.#wrong('"=" or "in" must follow the field')
    if (this.#isSign('(') || this.#isSign('[')) return { range: this.#range() }
    return { equals: this.#value() }
  }

  #value(): Value {
    const { kind, text } = this.#current
    if (kind !== 'text' && kind !== 'number')
      throw this.#wrong('a quoted text or a number is missing')
    this.#next()
    return { text, isQuoted: kind === 'text' }
  }

  #values(): readonly Value[] {
    if (!this.#take('(')) throw this.#wrong('"(" must follow "in"')
    const values = [this.#value()]
    while (this.#take(',')) {
      this.#count()
      values.push(this.#value())
    }
    if (!this.#take(')')) throw this.#wrong('")" must follow the values')
    return values
  }

  #range(): { readonly from?: Bound; readonly upTo?: Bound } {
    const from = { isIncluded: this.#next().text === '[' }
    const lowest = this.#isSign(',') ? undefined : { ...from, ...this.#value() }
    if (!this.#take(',')) throw this.#wrong('"," must stand between the bounds')
    const highest = this.#isSign(')') || this.#isSign(']') ? undefined : this.#value()
    const isIncluded = this.#isSign(']')
    if (!isIncluded && !this.#isSign(')')) throw this.#wrong('")" or "]" must follow the bounds')
    this.#next()
    return { ...(lowest && { from: lowest }), ...(highest && { upTo: { isIncluded, ...highest } }) }
  }
}

/** Reads the conditions of Match. @throws MatchFault when they are not in the grammar */
export const readStatement = (text: string): Statement => new Reader(text).read()
