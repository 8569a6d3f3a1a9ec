import { type ToleranceName, tolerances } from '#contracts/tolerances.ts'
import type { ApiError, ErrorDetails } from './api-error.ts'
import { type ByteString, toText } from './bytes.ts'
import type { Hide } from './secrets.ts'

/** Why a request was refused. */
export interface Explanation {
  /** What was found and how to remedy it. */
  readonly text: string
  /** Which rule, who says so, and where. */
  readonly source: string
}

const sourceOf = ({ check, evidence, ec }: ErrorDetails): string => {
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

/** Maximum length of an explanation, characters: it may quote what a client sent. */
const maxText = 20_000

/** General sentences come before texts on lines of their own, which are there to be compared. */
function joined(found: string, rule: string, remedy: string): string {
  const [head = '', ...lines] = found.split('\n')
  // A named mistake already says what to do.
  const demand = rule && `Rule: ${rule}`
  const sentences = head.startsWith('Mistake: ') ? [head] : [head, demand, remedy]
  const text = sentences.filter((sentence) => sentence !== '').map(ended)
  return [text.join(' '), ...lines].join('\n')
}

/** That a request was accepted which the service would refuse. @param found why it would */
export const toleratedBy = (name: ToleranceName, found: string): Explanation => ({
  text: `${found}: the service would refuse it, --lenient ${name} accepts it.`,
  source: `tolerance ${name}, ${tolerances[name].evidence}`,
})

/** That an operation was answered without a signature that was verified. */
export const unsignedBy = (name: ToleranceName, operation: string): Explanation => ({
  text: `${operation} was answered without a look at its signature: upload SDKs sign it with a key of their own, or not at all.`,
  source: `tolerance ${name}, ${tolerances[name].evidence}`,
})

/** What an error says by itself, where no check says more. */
export const stated = ({ message, details }: ApiError): string =>
  [message, listed(details.elements)].filter((text) => text !== '').join(' ')

/** The full explanation of an error; `hide` removes secrets. */
export async function explain(details: ErrorDetails, hide: Hide): Promise<Explanation> {
  const { found: finding = listed(details.elements) } = details
  const found = typeof finding === 'string' ? finding : await finding(hide)
  const text = hide(joined(found, details.check?.rule ?? '', details.remedy ?? ''))
  return { text: text.slice(0, maxText), source: sourceOf(details) }
}

/** An explanation in one text, as the request log has it. */
export const explanationText = ({ text, source }: Explanation): string => `${text} [${source}]`

/** Clients take 16 KiB of headers in all, and an explanation may quote what they sent. */
const longest = 600

const printable = (text: string): string =>
  text.replace(/[^ -$&-~]/gu, (c) => encodeURIComponent(c.isWellFormed() ? c : '\u{FFFD}'))

/**
 * Carries an explanation as one line of printable ASCII; everything else, and the percent sign, is percent-encoded. Of
 * an explanation longer than 600 characters the rest is omitted: the request log has the whole.
 */
export function explanationHeader({ text, source }: Explanation): Record<string, string> {
  const cut = text.length > longest ? `${text.slice(0, longest)} …` : text
  return { 'x-vod-emulator-explanation': printable(`${cut} [${source}]`) }
}

/** Maximum length of a value that an explanation quotes, characters. */
const maxQuote = 80

/** A client's value in quotation marks, truncated if it is long. */
export function quoted(bytes: ByteString): string {
  const text = toText(bytes) ?? bytes
  return JSON.stringify(text.length > maxQuote ? `${text.slice(0, maxQuote)}…` : text)
}
