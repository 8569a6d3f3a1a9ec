import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { adjustableClock } from '../adapters/adjustable-clock.ts'
import { ApiError } from '../kernel/api-error.ts'
import { bodyFrom } from '../kernel/body.ts'
import type { ByteString } from '../kernel/bytes.ts'
import { HeaderList, type Message, splitTarget } from '../kernel/message.ts'
import { urlsFor } from '../kernel/urls.ts'
import type { Clock } from '../ports/clock.ts'
import type { Credentials } from '../ports/credentials.ts'
import { accountId, credentialsWith } from './keyring.ts'
import { messageFor } from './message.ts'

/** A request as it is on the wire. */
export interface Wire {
  readonly method: string
  readonly url: ByteString
  readonly headers: readonly (readonly [name: string, value: ByteString])[]
  readonly body: ByteString
}

/** A request that a real client sent, and what it signed; `fixtures/README.md` describes the files. */
export interface Capture extends Omit<Wire, 'body'> {
  readonly id: string
  readonly client: string
  readonly scenario: string
  /** When it arrived. */
  readonly time: string
  /** Absent when empty; without data when larger than 4 KiB. */
  readonly body?: { readonly encoding: 'utf8' | 'base64' | 'omitted'; readonly data?: string }
  readonly credentials?: {
    readonly accessKeyId: string
    readonly accessKeySecret: string
    readonly securityToken?: string
  }
  readonly signature: {
    readonly type: string
    readonly stringToSign?: string
    readonly canonicalRequest?: string
    /** What an OSS signature says was meant. */
    readonly resource?: { readonly bucket: string; readonly key: string }
  }
  /** The bucket, when neither Host nor path names it. */
  readonly bucketOutOfBand?: string
}

const requests = new URL('../../fixtures/requests/', import.meta.url)

/** The recorded requests of files in `fixtures/requests`. */
export const recorded = (...files: readonly string[]): readonly Capture[] =>
  files.flatMap((file) => {
    const text = readFileSync(new URL(`${file}.json`, requests), 'utf8')
    return (JSON.parse(text) as { readonly captures: readonly Capture[] }).captures
  })

export function wireOf({ method, url, headers, body }: Capture): Wire {
  const { encoding = 'utf8', data = '' } = body ?? {}
  const bytes = encoding === 'omitted' ? Buffer.alloc(0) : Buffer.from(data, encoding)
  return { method, url, headers, body: bytes.toString('latin1') }
}

/** A request with one more parameter at the end of its query. */
export const withParameter = (wire: Wire, parameter: string): Wire => ({
  ...wire,
  url: `${wire.url}${wire.url.includes('?') ? '&' : '?'}${parameter}`,
})

/** Addresses as a client on this machine is shown them. */
export const localUrls = urlsFor(messageFor('/'), { region: 'cn-shanghai', trustForwarded: false })

/** Limits that no recorded request comes near. */
export const ampleLimits = { maxRpcBodyBytes: 1024 * 1024, maxParameters: 1000 }

/** What the hosts make of a request. */
export function messageOf({ method, url, headers, body }: Wire): Message {
  const list = new HeaderList(headers)
  return {
    method,
    scheme: 'http',
    host: (list.get('host') ?? '').toLowerCase(),
    ...splitTarget(url),
    headers: list,
    body: () => bodyFrom(Readable.from(body === '' ? [] : [Buffer.from(body, 'latin1')])),
  }
}

/** Knows the key of a capture and no other that a client could present. */
export function credentialsOf({ credentials }: Capture): Credentials {
  if (!credentials) throw new Error('The client had no key.')
  const { accessKeyId, accessKeySecret, securityToken } = credentials
  const key = { accessKeyId, accessKeySecret }
  return securityToken === undefined
    ? credentialsWith([key])
    : credentialsWith([], [{ ...key, securityToken, accountId }])
}

/** Stands at the time at which a capture arrived. */
export const clockOf = ({ time }: Capture): Clock => adjustableClock({}, () => Date.parse(time))

/** The code with which an attempt is refused, undefined when it is not; what is no ApiError is thrown on. */
export async function refusalOf(attempt: () => unknown): Promise<string | undefined> {
  try {
    await attempt()
    return undefined
  } catch (thrown) {
    if (thrown instanceof ApiError) return thrown.code
    throw thrown
  }
}
