import type { Framing } from './framing.ts'

/** Faults that are known and not mended yet: what shows one is not judged. Empty is how these lists should be. */
interface KnownBug {
  readonly name: string
}

/** Seen on a connection. */
const inAnswers: readonly (KnownBug & {
  readonly shows: (framing: Framing, received: string) => boolean
})[] = [
  {
    name: 'the refusal of what Node cannot parse overtakes the answers to requests before it',
    shows: ({ requests, tail }, received) =>
      requests.length > 0 && tail !== '' && /\r\nx-acs-request-id: [\dA-F]{24}\r\n/.test(received),
  },
  {
    name: 'the leave to send a body comes between head and body of its answer when it was pipelined',
    shows: ({ requests }, received) =>
      requests.length > 0 && received.includes('\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n'),
  },
]

/** So bad that nothing of the kind can be sent. */
const untouchable: readonly (KnownBug & { readonly sent: RegExp })[] = [
  { name: 'a tunnel whose client resets the connection ends the process', sent: /CONNECT/ },
]

/** Seen on standard error. */
const onStandardError: readonly (KnownBug & { readonly line: RegExp })[] = [
  {
    name: 'a pipelined download whose client has gone leaves its file open',
    line: /Closing (?:a FileHandle|file descriptor)|trace-warnings/,
  },
]

export const isKnown = (framing: Framing, received: string): boolean =>
  inAnswers.some(({ shows }) => shows(framing, received))

export const isKnownComplaint = (complaint: string): boolean =>
  onStandardError.some(({ line }) => line.test(complaint))

export const isAvoided = (octets: string): boolean =>
  untouchable.some(({ sent }) => sent.test(octets))
