import crypto, { type Hash, type Hmac } from 'node:crypto'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { ClientRequest, IncomingMessage } from 'node:http'
import type { Target } from '#contracts/target.ts'

/** One HMAC as a client is about to make it. */
export interface Signing {
  readonly algorithm: string
  /** As text; absent in the later steps of a key derivation, whose keys are … */
  readonly key: string | undefined
  /** … bytes. */
  readonly bytes: Buffer | undefined
  readonly text: string
  /** The canonical request whose hash stands in the text, where there is one. */
  readonly canonical: string
}

/** What goes wrong inside a client while it signs. */
export interface Fault {
  /** Changes what is hashed for the string to sign. */
  readonly canonical?: (canonicalRequest: string) => string
  readonly hmac?: (signing: Signing) => Partial<Signing>
  /** How the digest of the signature becomes text. */
  readonly write?: (digest: Buffer) => string
}

const isCanonicalRequest = (text: string): boolean => /^[A-Za-z]+\n[^\n]*\n/.test(text)

/** Stands for a hash or an HMAC until its digest is asked for. */
function collecting(digest: (text: Buffer) => Buffer, write?: (digest: Buffer) => string) {
  const chunks: Buffer[] = []
  const stand = {
    update(data: string | Buffer) {
      chunks.push(Buffer.from(data as string))
      return stand
    },
    digest(encoding?: BufferEncoding) {
      const bytes = digest(Buffer.concat(chunks))
      const text = write?.(bytes)
      if (encoding) return text ?? bytes.toString(encoding)
      return text === undefined ? bytes : Object.assign(bytes, { toString: () => text })
    },
  }
  return stand
}

/**
 * Breaks the signing of every client in this process that calls `createHmac` and `createHash` of its `crypto`, which all
 * vendor SDKs do, until it is disposed of. The emulator imports both by name and keeps the real ones.
 */
export function erring({ canonical, hmac, write }: Fault): Disposable {
  const { createHash, createHmac } = crypto
  let last = ''
  crypto.createHash = ((algorithm: string) =>
    collecting((bytes) => {
      const text = bytes.toString()
      const isCanonical = isCanonicalRequest(text)
      if (isCanonical) last = canonical?.(text) ?? text
      return createHash(algorithm)
        .update(isCanonical ? last : bytes)
        .digest()
    }) as unknown as Hash) as typeof createHash
  crypto.createHmac = ((algorithm: string, key: string | Buffer) =>
    collecting((bytes) => {
      const signing = {
        algorithm,
        key: typeof key === 'string' ? key : undefined,
        bytes: typeof key === 'string' ? undefined : key,
        text: bytes.toString(),
        canonical: last,
      }
      const made = { ...signing, ...hmac?.(signing) }
      return createHmac(made.algorithm, made.key ?? key)
        .update(made.text)
        .digest()
    }, write) as unknown as Hmac) as typeof createHmac
  return {
    [Symbol.dispose]() {
      Object.assign(crypto, { createHash, createHmac })
    },
  }
}

interface Exchange {
  readonly request: ClientRequest
  readonly response: IncomingMessage
}

const header = 'x-vod-emulator-explanation'

/** The explanations that a target gives while something is called; clients themselves do not show them. */
async function overheard(target: Target, call: () => Promise<unknown>): Promise<readonly string[]> {
  const port = Number(new URL(`http://${target.rpc.host}`).port)
  const said: string[] = []
  const listen = (message: unknown) => {
    const { request, response } = message as Exchange
    if (request.socket?.remotePort !== port) return
    said.push(decodeURIComponent(String(response.headers[header] ?? 'nothing')))
  }
  subscribe('http.client.response.finish', listen)
  try {
    await call().catch(() => undefined)
  } finally {
    unsubscribe('http.client.response.finish', listen)
  }
  return said
}

/** Tries of a call whose explanation was cut short because the machine was busy. */
const tries = 20

/** What the emulator explained to a client in the last answer to what it was made to call. */
export async function explained(target: Target, call: () => Promise<unknown>): Promise<string> {
  let said: string | undefined
  for (let tried = 0; tried < tries; tried++) {
    said = (await overheard(target, call)).at(-1)
    if (!said?.includes('tried in the time that it has')) break
  }
  return said ?? 'not asked'
}
