import { type ByteString, toText } from '../kernel/bytes.ts'
import type { Hide } from '../kernel/redaction.ts'
import type { Finding, Solution } from './solver.ts'

/** A text on the way to a signature: a canonical request, a string to sign. */
export interface Stage {
  readonly name: string
  readonly text: ByteString
}

/** A line of what the server signed, and what it was made of. */
export interface Compared {
  readonly signed: ByteString
  readonly arrived: ByteString
}

/** Where two texts part. */
export interface Difference {
  /** Bytes that are the same before it. */
  readonly offset: number
  readonly client: string
  readonly server: string
}

/** What became of a search, for people. */
export interface Diagnosis {
  readonly text: string
  readonly mistakes: readonly Finding[]
  /** What both sides signed, at the first stage at which they differ; absent where nothing was found. */
  readonly stage?: string
  readonly client?: string
  readonly server?: string
  readonly difference?: Difference
}

const before = 12
const behind = 24

/** Longest text that is shown whole, characters: a body may have a million. */
const longest = 8192

const readable = (bytes: ByteString): string => {
  const text = toText(bytes) ?? bytes
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}

const excerpt = (text: ByteString, offset: number): string => {
  const [start, end] = [Math.max(0, offset - before), offset + behind]
  const cut = JSON.stringify(text.slice(start, end))
  return `${start > 0 ? '…' : ''}${cut}${end < text.length ? '…' : ''}`
}

function differenceOf(client: ByteString, server: ByteString): Difference {
  let offset = 0
  while (offset < client.length && client[offset] === server[offset]) offset++
  return { offset, client: excerpt(client, offset), server: excerpt(server, offset) }
}

const namesOf = (found: readonly Finding[]): string => found.map(({ name }) => name).join(' and ')

function diagnoseFound<Draft>(
  { found, client, server }: Solution<Draft>,
  stagesOf: (draft: Draft) => readonly Stage[],
): Diagnosis {
  const head = `Mistake: ${namesOf(found)}. ${found.map(({ message, remedy }) => `${message} ${remedy}`).join(' ')}`
  const [theirs, ours] = [stagesOf(client), stagesOf(server)]
  const at = ours.findIndex(({ text }, index) => text !== theirs[index]?.text)
  const [their, our] = [theirs[Math.max(at, 0)], ours[Math.max(at, 0)]]
  const stage = our?.name ?? ''
  const [clientText, serverText] = [readable(their?.text ?? ''), readable(our?.text ?? '')]
  const strings = { mistakes: found, stage, client: clientText, server: serverText }
  if (at < 0)
    return {
      ...strings,
      text: `${head}\nBoth sides signed the same ${stage}:\n${serverText}`,
    }
  const difference = differenceOf(their?.text ?? '', our?.text ?? '')
  const { offset } = difference
  return {
    ...strings,
    difference,
    text: `${head}\nThe ${stage} is the same for ${offset} bytes; then the client has ${difference.client}, the emulator ${difference.server}.\nThe client signed:\n${clientText}\nThe emulator signed:\n${serverText}`,
  }
}

const sideBySide = (rows: readonly Compared[]): ByteString =>
  rows.map(({ signed, arrived }) => `${signed} | ${arrived}`).join('\n')

/**
 * The result of a search for people. What was wrong and how to mend it stands first, so that it survives where only the
 * beginning is shown.
 */
export function diagnose<Draft>(
  solution: Solution<Draft>,
  told: {
    readonly accessKeyId: string
    /** Takes secrets out of a text: before it is cut, for of a piece nobody knows that it is one. */
    readonly hide: Hide
    readonly stagesOf: (draft: Draft) => readonly Stage[]
    /** The server's lines beside what they were made of. */
    readonly compared: () => readonly Compared[]
  },
): Diagnosis {
  const { hide } = told
  const stagesOf = (draft: Draft) =>
    told.stagesOf(draft).map(({ name, text }) => ({ name, text: hide(text) }))
  if (solution.found.length > 0) return diagnoseFound(solution, stagesOf)
  const known = solution.isComplete
    ? 'No mistake that the emulator knows reproduces this signature'
    : 'No mistake that the emulator tried in the time that it has reproduces this signature'
  const text = `${known}: most likely the secret is another one than that of the key ${readable(told.accessKeyId)}, or what was signed is not what arrived. Compare with what your client signed.\nWhat the emulator signed | what arrived:\n${readable(hide(sideBySide(told.compared())))}`
  return { text, mistakes: [] }
}

/** Largest request, query and body together in bytes, whose signature is looked into: each try signs all of it. */
const maxSearched = 64 * 1024

/** What is told of a request that is too large to look into; undefined for others. */
export const tooLarge = (bytes: number): Diagnosis | undefined =>
  bytes <= maxSearched
    ? undefined
    : {
        text: `The request has ${bytes} bytes, and only requests of up to ${maxSearched} are searched for mistakes. Try a smaller one with the same client.`,
        mistakes: [],
      }
