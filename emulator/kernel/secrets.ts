import { type ByteString, percentDecode, percentEncode, toText } from './bytes.ts'

/** Replaces a hidden secret. */
export const hidden = '(hidden)'

/** Parameters and headers whose values are never kept, in lower case. */
export const secretNames: ReadonlySet<string> = new Set([
  'signature',
  'securitytoken',
  'security-token',
  'ststoken',
  'bearertoken',
  'accesskeysecret',
  // Signs what callbacks receive.
  'authkey',
  'uploadauth',
  'playauth',
  'authinfo',
  'x-oss-signature',
  'x-oss-security-token',
  'x-acs-security-token',
  'x-acs-bearer-token',
  'x-acs-zero-trust-idtoken',
  'x-acs-signature',
  'proxy-authorization',
  'cookie',
])

/** Tokens begin so, and so does the Base64 of the JSON in an UploadAuth or a PlayAuth. */
const token = /(?:CAIS|eyJTZWN1cml0eVRva2VuI)(?:[\w+/=-]|%(?:25)*[0-9A-Fa-f]{2}){12,}/g
/** The secret of a temporary key. */
const issuedSecret = /(?<![0-9A-Za-z])[0-9A-Za-z]{44}(?![0-9A-Za-z])/g
const issuedSecretLength = 44
/** The Base64 of an HMAC-SHA1: 27 characters and one for what is missing. */
const signature = /(?:[0-9A-Za-z+/]|%2[BF]|%252[BF]){27}(?:=|%3D|%253D)(?!=|%)/gi
/** The same, tried only at what may end one: long texts of percent-encoded values have a start of one at every character. */
const endOfSignature =
  /(?:=|%3D|%253D)(?!=|%)(?<=(?:[0-9A-Za-z+/]|%2[BF]|%252[BF]){27}(?:=|%3D|%253D))/i

/** Shorter values are not secrets; replacing them would spoil every other word. */
const shortest = 6

export const isSecretName = (name: ByteString): boolean => secretNames.has(name.toLowerCase())

const needsNoEscape = /^[\w.~-]*$/

/** How a value looks on the wire: as it is, or percent-encoded. */
const formsOf = (value: ByteString): readonly string[] =>
  needsNoEscape.test(value) ? [value] : [value, percentEncode(value)]

const literal = /[0-9A-Za-z]/

/** A character as it is or percent-encoded, however often and in whatever case. */
function anyForm(character: string): string {
  if (literal.test(character)) return character
  if (character === '%') return '%(?:25)*'
  const escaped = character.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
  const code = character.charCodeAt(0)
  return code > 255 ? escaped : `(?:${escaped}|%(?:25)*${code.toString(16).padStart(2, '0')})`
}

/** How texts write a value before anybody escapes it. */
function spellingsOf(value: ByteString): ReadonlySet<string> {
  const text = toText(value) ?? value
  return new Set([value, text, JSON.stringify(text).slice(1, -1)])
}

/** Finds a value in texts that quote it, in any encoding that people and clients give it. */
const anyFormOf = (spellings: ReadonlySet<string>): RegExp =>
  new RegExp([...spellings].map((spelling) => [...spelling].map(anyForm).join('')).join('|'), 'gi')

/** How often a text may be escaped. A text escaped more often is hidden whole: that is never a mistake. */
const maxEscapings = 3

/** A text as it is, with its escapes undone, with theirs undone …; none when it is escaped more often than that. */
function readingsOf(text: string, escapings = maxEscapings): readonly string[] | undefined {
  const unescaped = percentDecode(text)
  if (unescaped === text) return [text]
  const further = escapings > 0 ? readingsOf(unescaped, escapings - 1) : undefined
  return further && [text, ...further]
}

/** Removes secrets from a text. */
export type Hide = (text: string) => string

const literals = Uint8Array.from({ length: 256 }, (_, code) =>
  Number(literal.test(String.fromCharCode(code))),
)

/** Whether a word of letters and digits has this length. Read from its end, what cannot be one is passed over in few steps. */
function hasWord(text: string, length: number): boolean {
  const isLiteral = (at: number) => literals[text.charCodeAt(at)] === 1
  let start = 0
  while (start + length <= text.length) {
    let end = start + length
    while (end > start && isLiteral(end - 1)) end--
    if (end > start) start = end
    else {
      for (end = start + length; isLiteral(end); ) end++
      if (end - start === length) return true
      start = end + 1
    }
  }
  return false
}

/** The shortest token that is recognised, characters. */
const minRecognisable = 16

/** Hides whatever looks like a secret. Searches by its rare characters: every request passes here. */
export function hideRecognisable(text: string): string {
  if (text.length < minRecognisable) return text
  let rest = text
  if (rest.includes('CAIS') || rest.includes('eyJTZWN1')) rest = rest.replace(token, hidden)
  if (hasWord(rest, issuedSecretLength)) rest = rest.replace(issuedSecret, hidden)
  return endOfSignature.test(rest) ? rest.replace(signature, hidden) : rest
}

/** How values look on the wire. */
export const wireForms = (secrets: readonly ByteString[]): readonly string[] =>
  secrets.filter(({ length }) => length >= shortest).flatMap(formsOf)

/** Hides values as they come over the wire. Most texts have none of them, and every request passes here. */
export function hideOnWire(forms: readonly string[], text: string): string {
  const found = forms.filter((form) => text.includes(form))
  // One may be in another.
  found.sort((a, b) => b.length - a.length)
  return found.reduce((rest, form) => rest.replaceAll(form, hidden), text)
}

/** Maximum length, bytes, and number of values sought in every encoding: no token of ours is longer. */
const maxSoughtLength = 1024
const maxSoughtCount = 32

/** Whether the pattern of these spellings may find one. A percent sign in them has more forms than the readings show. */
const mayFind = (
  readings: readonly string[] | undefined,
  spellings: ReadonlySet<string>,
): boolean =>
  !readings ||
  [...spellings].some(
    (spelling) =>
      spelling.includes('%') ||
      readings.some((reading) => reading.includes(spelling.toLowerCase())),
  )

/** For texts that quote requests: rarely shown, and searched in every encoding. */
export function hideInTexts(secrets: readonly ByteString[]): Hide {
  const forms = wireForms(secrets)
  const sought = [...new Set(secrets)]
    .filter(({ length }) => length >= shortest && length <= maxSoughtLength)
    .slice(0, maxSoughtCount)
    .sort((a, b) => b.length - a.length)
  const spellings = sought.map(spellingsOf)
  return (text) => {
    const rest = hideOnWire(forms, text)
    const readings = readingsOf(rest)?.map((reading) => reading.toLowerCase())
    // A pattern costs more than all else, and rarely finds what was not found on the way.
    const patterns = spellings.filter((each) => mayFind(readings, each)).map(anyFormOf)
    return hideRecognisable(patterns.reduce((left, pattern) => left.replace(pattern, hidden), rest))
  }
}

/** Whether a text has one of these values in it, however it is escaped. */
function holdsAny(secrets: readonly ByteString[], text: ByteString): boolean {
  const readings = readingsOf(text)
  if (!readings) return true
  const sought = secrets.filter(({ length }) => length >= shortest)
  return readings.some((reading) => sought.some((secret) => reading.includes(secret)))
}

const holdsAnyInForm = (secrets: readonly ByteString[], text: ByteString): boolean =>
  text.includes('+') && holdsAny(secrets, text.replaceAll('+', ' '))

/** Whether a text has one of these values in it, as it is or escaped. */
export const holds = (secrets: readonly ByteString[], text: ByteString): boolean =>
  holdsAny(secrets, text) || holdsAnyInForm(secrets, text)

/** Whether a text has one of these values in it that is not written as it is: those are hidden later. */
export const holdsEscaped = (secrets: readonly ByteString[], text: ByteString): boolean =>
  (text.includes('%') && holdsAny(secrets, text)) || holdsAnyInForm(secrets, text)
