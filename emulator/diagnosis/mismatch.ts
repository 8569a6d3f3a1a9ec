import { type ByteString, toText } from '../kernel/bytes.ts'
import type { Hide } from '../kernel/secrets.ts'
import type { SignatureScheme, SignedText } from '../kernel/signing-input.ts'
import type { AccountKey } from '../ports/credentials.ts'
import type { SearchTime } from './search-time.ts'
import { type Finding, type Mistake, type Solution, solve } from './solver.ts'

/** A text on the way to a signature. */
interface Stage {
  readonly name: string
  readonly text: ByteString
}

/** A line of what the server signed, and what it was made of. */
export interface Row {
  readonly signed: ByteString
  readonly arrived: ByteString
}

/** Where two texts differ. */
interface Difference {
  /** Bytes that are the same before it. */
  readonly offset: number
  readonly client: string
  readonly server: string
}

/** The result of a search, as text. */
export interface Diagnosis {
  readonly text: string
  readonly mistakes: readonly Finding[]
  /** What both sides signed, at the first stage at which they differ; absent where nothing was found. */
  readonly stage?: string
  readonly client?: string
  readonly server?: string
  readonly difference?: Difference
}

const shownBefore = 12
const shownAfter = 24

/** Maximum length of a text that is shown whole, characters: a body may have a million. */
const maxShown = 8192

const readable = (bytes: ByteString): string => {
  const text = toText(bytes) ?? bytes
  return text.length > maxShown ? `${text.slice(0, maxShown)}…` : text
}

const excerpt = (text: ByteString, offset: number): string => {
  const [start, end] = [Math.max(0, offset - shownBefore), offset + shownAfter]
  const cut = JSON.stringify(text.slice(start, end))
  return `${start > 0 ? '…' : ''}${cut}${end < text.length ? '…' : ''}`
}

function differenceOf(client: ByteString, server: ByteString): Difference {
  let offset = 0
  while (offset < client.length && client[offset] === server[offset]) offset++
  return { offset, client: excerpt(client, offset), server: excerpt(server, offset) }
}

const stagesOf = ({ canonicalRequest, stringToSign }: SignedText): readonly Stage[] => [
  ...(canonicalRequest === undefined
    ? []
    : [{ name: 'canonical request', text: canonicalRequest }]),
  { name: 'string to sign', text: stringToSign },
]

const namesOf = (found: readonly Finding[]): string => found.map(({ name }) => name).join(' and ')

function diagnoseFound<Input>(
  { found, client, server }: Solution<Input>,
  stages: (input: Input) => readonly Stage[],
): Diagnosis {
  const sentences = found.map(({ message, remedy }) => `${message} ${remedy}`).join(' ')
  const head = `Mistake: ${namesOf(found)}. ${sentences}`
  const [theirs, ours] = [stages(client), stages(server)]
  const at = ours.findIndex(({ text }, index) => text !== theirs[index]?.text)
  const [their, our] = [theirs[Math.max(at, 0)], ours[Math.max(at, 0)]]
  const stage = our?.name ?? ''
  const [clientText, serverText] = [readable(their?.text ?? ''), readable(our?.text ?? '')]
  const texts = { mistakes: found, stage, client: clientText, server: serverText }
  if (at < 0)
    return { ...texts, text: `${head}\nBoth sides signed the same ${stage}:\n${serverText}` }
  const difference = differenceOf(their?.text ?? '', our?.text ?? '')
  const { offset } = difference
  return {
    ...texts,
    difference,
    text: `${head}\nThe ${stage} is the same for ${offset} bytes; then the client has ${difference.client}, the emulator ${difference.server}.\nThe client signed:\n${clientText}\nThe emulator signed:\n${serverText}`,
  }
}

const sideBySide = (rows: readonly Row[]): ByteString =>
  rows.map(({ signed, arrived }) => `${signed} | ${arrived}`).join('\n')

/** What a search for mistakes may use. */
export interface SearchContext {
  readonly searchTime: SearchTime
  /** Keys of the account of the key that the request names. */
  readonly keys: readonly AccountKey[]
}

/** The keys which may have signed in the name of another. */
export const otherKeys = (accessKeyId: string, { keys }: SearchContext): readonly AccountKey[] =>
  keys.filter((key) => key.accessKeyId !== accessKeyId)

/** A signature that does not match, and what to compare it with. */
export interface Mismatch<Input> {
  readonly scheme: SignatureScheme<Input>
  readonly mistakes: readonly Mistake<Input>[]
  /** What the server accepts, likeliest first, at least one. */
  readonly inputs: readonly Input[]
  /** The signature that arrived, and whose it is: `the key id`. */
  readonly given: string
  readonly signer: string
  /** The server's lines beside what they were made of. */
  readonly rowsOf: (server: Input) => readonly Row[]
}

/**
 * Why a signature does not match. What was wrong and its remedy come first, so that they survive where only
 * the beginning is shown.
 *
 * @param hide takes secrets out of a text: before it is cut, because a piece of one cannot be recognised
 */
export function explainMismatch<Input>(
  { scheme, mistakes, inputs, given, signer, rowsOf }: Mismatch<Input>,
  time: SearchTime,
  hide: Hide,
): Diagnosis {
  const solution = solve({ inputs, mistakes, sign: scheme.sign, given }, time)
  if (solution.found.length > 0)
    return diagnoseFound(solution, (input) =>
      stagesOf(scheme.textOf(input)).map(({ name, text }) => ({ name, text: hide(text) })),
    )
  const known = solution.isComplete
    ? 'No mistake that the emulator knows reproduces this signature'
    : 'No mistake that the emulator tried in the time that it has reproduces this signature'
  const table = readable(hide(sideBySide(rowsOf(solution.server))))
  const text = `${known}: most likely the secret is another one than that of ${readable(signer)}, or what was signed is not what arrived. Compare with what your client signed.\nWhat the emulator signed | what arrived:\n${table}`
  return { text, mistakes: [] }
}

/** Maximum size of a request whose signature is diagnosed, query and body together, bytes: each try signs all of it. */
const maxSearched = 64 * 1024

/** The explanation for a request that is too large to diagnose; undefined for others. */
export const tooLarge = (bytes: number): Diagnosis | undefined =>
  bytes <= maxSearched
    ? undefined
    : {
        text: `The request has ${bytes} bytes, and only requests of up to ${maxSearched} are searched for mistakes. Try a smaller one with the same client.`,
        mistakes: [],
      }
