import { base64, hex, type Render, type SigningInput } from '../kernel/signing-input.ts'
import type { Mistake } from './solver.ts'

export const whitespace = Object.entries({
  'a line feed': '\n',
  'a space': ' ',
  'a carriage return and a line feed': '\r\n',
  'a carriage return': '\r',
  'a tab': '\t',
  'a no-break space': '\u{A0}',
  'a byte order mark': '\u{FEFF}',
})

const copy = 'Copy the secret again, and strip what surrounds it where it is read.'

/** A secret other than the key's. */
export const secretMistakes: readonly Mistake<SigningInput>[] = [
  {
    name: 'whitespace-after-secret',
    message: 'The secret ended with {what} that is not part of it.',
    remedy: copy,
    variants: ({ secret }) =>
      whitespace.map(([what, added]) => ({ change: { secret: secret + added }, what })),
  },
  {
    name: 'whitespace-before-secret',
    message: 'The secret began with {what} that is not part of it.',
    remedy: copy,
    alone: true,
    variants: ({ secret }) =>
      whitespace.flatMap(([what, added]) => [
        { change: { secret: added + secret }, what },
        { change: { secret: added + secret + added }, what: `${what}, and ended with another,` },
      ]),
  },
  {
    name: 'secret-trimmed',
    message: "The key's secret begins or ends with white space, and the client left it out.",
    remedy:
      'Use the secret exactly as the emulator was given it, or give it to the emulator without the white space.',
    alone: true,
    *variants({ secret }) {
      if (secret.trim() !== secret) yield { change: { secret: secret.trim() } }
    },
  },
  {
    name: 'secret-in-quotes',
    message: 'The secret was in quotation marks, which were taken as part of it.',
    remedy: 'Remove the quotation marks, for instance from the file that sets the environment.',
    alone: true,
    variants: ({ secret }) =>
      ['"', "'", '`'].map((mark) => ({ change: { secret: mark + secret + mark } })),
  },
  {
    name: 'secret-of-another-key',
    message: 'The secret was that of the key {what}.',
    remedy: 'Use the key id and the secret of the same key.',
    alone: true,
    variants: ({ otherKeys }) =>
      otherKeys.map(({ accessKeyId, accessKeySecret }) => ({
        change: { secret: accessKeySecret },
        what: accessKeyId,
      })),
  },
  {
    name: 'key-id-as-secret',
    message: 'The key id was used as the secret.',
    remedy: 'Give key id and secret in the order that the client wants.',
    alone: true,
    variants: ({ accessKeyId }) => [{ change: { secret: accessKeyId } }],
  },
  {
    name: 'secret-missing',
    message: 'The secret was {what}.',
    remedy: 'Make sure that the variable or option with the secret is set and read.',
    alone: true,
    variants: () =>
      ['', 'undefined', 'null', 'None', 'nil'].map((secret) => ({
        change: { secret },
        what: secret === '' ? 'empty' : `the word ${secret}`,
      })),
  },
]

/** A method other than the one sent. */
export const methodMistakes = (...methods: readonly string[]): readonly Mistake<SigningInput>[] => [
  {
    name: 'other-method',
    message: 'The method that was signed is {what}, which is not the one that was sent.',
    remedy: 'Sign the method that is sent.',
    variants: ({ method }) =>
      methods
        .filter((other) => other !== method)
        .map((other) => ({ change: { method: other }, what: other })),
  },
  {
    name: 'method-in-lower-case',
    message: 'The method was signed in lower case.',
    remedy: 'Sign the method in upper case.',
    alone: true,
    variants: ({ method }) => [{ change: { method: method.toLowerCase() } }],
  },
]

const writings: readonly (readonly [what: string, render: Render])[] = [
  ['as Base64 of its bytes', base64],
  ['as lower-case hex', hex],
  ['as upper-case hex', (digest) => hex(digest).toUpperCase()],
  ['as Base64 of its hex digits', (digest) => Buffer.from(hex(digest)).toString('base64')],
  ['in the Base64 of URLs', (digest) => digest.toString('base64url')],
  [
    'as Base64 whose + was not percent-encoded, so that it arrives as a space',
    (digest) => base64(digest).replaceAll('+', ' '),
  ],
  ['as Base64 without its padding', (digest) => base64(digest).replace(/=+$/, '')],
  ['as Base64 that was percent-encoded twice', (digest) => encodeURIComponent(base64(digest))],
]

/** The right digest, or one of another hash, written in another way. */
export const writingMistakes = (wanted: string): readonly Mistake<SigningInput>[] => [
  {
    name: 'signature-written-otherwise',
    message: 'The signature was written {what}.',
    remedy: `Write the digest as ${wanted}.`,
    alone: true,
    variants: ({ render }) =>
      writings
        .filter(([, other]) => other !== render)
        .map(([what, other]) => ({ change: { render: other }, what })),
  },
]

/** Another hash in the HMAC. */
export const hashMistake = (
  wanted: SigningInput['digest'],
  used: SigningInput['digest'],
): Mistake<SigningInput> => ({
  name: `${used}-instead-of-${wanted}`,
  message: `The HMAC was made with ${used.toUpperCase()}.`,
  remedy: `Use HMAC-${wanted.toUpperCase()}.`,
  alone: true,
  variants: ({ digest }) => (digest === wanted ? [{ change: { digest: used } }] : []),
})

/** Each item of a list, and the list without it. One at a time: all at once would be quadratic in what a client sends. */
export function* eachLeftOut<Item>(
  items: readonly Item[],
): Generator<{ readonly left: Item; readonly kept: readonly Item[] }> {
  for (const [index, left] of items.entries()) yield { left, kept: items.toSpliced(index, 1) }
}
