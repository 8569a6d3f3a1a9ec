import { formDecode } from '../kernel/bytes.ts'
import { type Capture, type Wire, wireOf } from './captures.ts'

/** A request in which one signed byte is another. */
export interface Mutation {
  readonly place: string
  readonly wire: Wire
}

/** Where case says nothing: digits of escapes, names of headers. */
const caseless = /%[0-9A-Fa-f]{2}|AdditionalHeaders=[^,]*/g

const inOtherCase = (letter: string): string =>
  letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()

const alphabets = ['abcdefghijklmnopqrstuvwxyza', 'ABCDEFGHIJKLMNOPQRSTUVWXYZA', '01234567890']

/** The next letter or digit; of any other character, a letter. */
const successor = (character: string): string => {
  const alphabet = alphabets.find((characters) => characters.includes(character)) ?? ''
  return alphabet[alphabet.indexOf(character) + 1] ?? 'x'
}

/** Another text for each character: in the other case where that makes a difference, which is the smallest there is. */
function* changed(text: string, hasCase = true): Iterable<readonly [index: number, text: string]> {
  const withCase = hasCase ? text.replace(caseless, (match) => '-'.repeat(match.length)) : ''
  for (const [index, character] of [...text].entries()) {
    const other = /[A-Za-z]/.test(withCase[index] ?? '')
      ? inOtherCase(character)
      : successor(character)
    yield [index, text.slice(0, index) + other + text.slice(index + 1)]
  }
}

/** The parameters that OSS V1 signs are those that the recorded string to sign ends with, and the signature's own. */
const isSignedPiece = ({ signature }: Capture) => {
  const resource = signature.stringToSign?.split('\n').at(-1) ?? ''
  const names = (resource.split('?')[1] ?? '').split('&').map((pair) => pair.split('=')[0])
  const signed = new Set([...names, 'OSSAccessKeyId', 'Expires', 'Signature'])
  return (piece: string): boolean => signed.has(formDecode(piece.split('=')[0] ?? ''))
}

/** Indices of a request target whose characters are signed: all, or for OSS V1 the path and the signed parameters. */
function signedIndices(capture: Capture): ReadonlySet<number> {
  const { url, signature } = capture
  const [path = '', ...pieces] = url.split(/[?&]/)
  const isSigned = signature.type.startsWith('OSS-V1') ? isSignedPiece(capture) : () => true
  const indices = new Set(Array.from(path, (_, index) => index))
  let start = path.length
  for (const piece of pieces) {
    // With the mark in front of it.
    const end = start + 1 + piece.length
    if (isSigned(piece)) for (let index = start; index < end; index++) indices.add(index)
    start = end
  }
  return indices
}

/** Headers with a line of their own in what the client signed, and the one that carries the signature. */
function signedHeaders({ headers, signature }: Capture): ReadonlySet<number> {
  const lines = new Set((signature.canonicalRequest ?? signature.stringToSign ?? '').split('\n'))
  const unnamed = signature.type.startsWith('OSS-V1') ? ['content-md5', 'content-type', 'date'] : []
  const isSigned = (name: string, value: string): boolean =>
    name === 'authorization' ||
    lines.has(`${name}:${value}`) ||
    (unnamed.includes(name) && lines.has(value))
  return new Set(
    [...headers.entries()]
      .filter(([, [name, value]]) => isSigned(name.toLowerCase(), value))
      .map(([index]) => index),
  )
}

function* ofHeaders(capture: Capture, wire: Wire): Iterable<Mutation> {
  const signed = signedHeaders(capture)
  for (const [position, [name, value]] of wire.headers.entries()) {
    if (!signed.has(position)) continue
    const replaced = (header: readonly [string, string]): Wire => ({
      ...wire,
      headers: wire.headers.with(position, header),
    })
    for (const [index, other] of changed(name, false))
      yield { place: `${name}, name, ${index}`, wire: replaced([other, value]) }
    for (const [index, other] of changed(value, name.toLowerCase() !== 'host'))
      yield { place: `${name}, value, ${index}`, wire: replaced([name, other]) }
  }
}

/**
 * A recorded request with each of its signed bytes changed, one at a time, in its wire source: method, target, headers,
 * and the body where it is signed. Which they are is read off what the client signed, not off the emulator.
 */
export function* mutationsOf(capture: Capture): Iterable<Mutation> {
  const wire = wireOf(capture)
  for (const [index, method] of changed(wire.method))
    yield { place: `method, ${index}`, wire: { ...wire, method } }
  const signed = signedIndices(capture)
  for (const [index, url] of changed(wire.url))
    if (signed.has(index)) yield { place: `target, ${index}`, wire: { ...wire, url } }
  yield* ofHeaders(capture, wire)
  // OSS V1 and V4 sign no body.
  if (!capture.signature.type.startsWith('OSS'))
    for (const [index, body] of changed(wire.body))
      yield { place: `body, ${index}`, wire: { ...wire, body } }
}
