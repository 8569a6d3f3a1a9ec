import type { ApiError } from './api-error.ts'
import { type Octets, toText } from './octets.ts'

/** Why a request was refused, for people. */
export interface Explanation {
  /** What was found and how to mend it. */
  readonly text: string
  /** Which rule, who says so, and where. */
  readonly source: string
}

const sourceOf = ({ check, evidence, ec }: ApiError['details']): string => {
  const page =
    check?.page ??
    (ec && check?.evidence === 'documented'
      ? `https://api.aliyun.com/troubleshoot?q=${ec}`
      : undefined)
  const said = [check?.evidence ?? evidence ?? 'inferred', ...(page ? [page] : [])].join(': ')
  return check ? `check ${check.name}, ${said}` : said
}

const listed = (elements: Readonly<Record<string, string>> = {}): string =>
  Object.entries(elements)
    .map(([name, value]) => `${name}: ${value}`)
    .join('; ')

const ended = (text: string): string => (/[.?!]$/.test(text) ? text : `${text}.`)

/** Everything that an error has to tell to people; `hide` takes out what nobody may read. */
export function explain({ details }: ApiError, hide: (text: string) => string): Explanation {
  const found = details.found ?? listed(details.elements)
  const sentences = [found, details.check?.rule ?? '', details.mend ?? '']
  const text = sentences.filter((sentence) => sentence !== '').map(ended)
  return { text: hide(text.join(' ')), source: sourceOf(details) }
}

/** Clients take 16 KiB of headers in all, and an explanation may quote what they sent. */
const longest = 600

const printable = (text: string): string =>
  text.replace(/[^ -$&-~]/gu, (c) => encodeURIComponent(c.isWellFormed() ? c : '\u{FFFD}'))

/**
 * Carries an explanation as one line of printable ASCII; everything else, and the percent sign, is percent-encoded. Of
 * what is longer than 600 characters the middle is left out: the log of requests has the whole.
 */
export function explanationHeader({ text, source }: Explanation): Record<string, string> {
  const cut = text.length > longest ? `${text.slice(0, longest)} …` : text
  return { 'x-vod-emulator-explanation': printable(`${cut} [${source}]`) }
}

/** Longest part of a value that an explanation quotes, characters. */
const longestQuote = 80

/** A value of a client in quotation marks, cut where it is long. */
export function quoted(octets: Octets): string {
  const text = toText(octets) ?? octets
  return JSON.stringify(text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text)
}
