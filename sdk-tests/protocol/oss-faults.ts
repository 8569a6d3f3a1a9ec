import type { OssClient } from '../clients/ali-oss.ts'
import type { Fault } from './erring.ts'

/** What is signed is right, but this is what goes over the wire. */
export type Wire = (
  url: string,
  headers: Readonly<Record<string, string>>,
) => { readonly url?: string; readonly headers?: Readonly<Record<string, string>> }

/** One mistake, and how ali-oss is made to make it. */
export interface OssRow {
  readonly mistake: string
  readonly fault?: Fault
  readonly wire?: Wire
  /** What is called; a put of a text file without it. */
  readonly call?: (client: OssClient, key: string) => Promise<unknown>
  /** Whether an upload credential signs. */
  readonly isTemporary?: boolean
}

/** Changes one line of what V1 signs: method, MD5, type, date, x-oss- headers, resource last. */
export const lineV1 = (index: number, change: (line: string) => string): Fault => ({
  hmac: ({ text }) => {
    const lines = text.split('\n')
    return { text: lines.with(index, change(lines.at(index) ?? '')).join('\n') }
  },
})

/** Changes the lines of the x-oss- headers that V1 signs. */
export const headersV1 = (change: (lines: readonly string[]) => readonly string[]): Fault => ({
  hmac: ({ text }) => {
    const lines = text.split('\n')
    return {
      text: [...lines.slice(0, 4), ...change(lines.slice(4, -1)), ...lines.slice(-1)].join('\n'),
    }
  },
})

/** Changes one line of the canonical request of V4: method, URI, query, headers, an empty line, additional ones, payload. */
export const lineV4 = (index: number, change: (line: string) => string): Fault => ({
  canonical: (text) => {
    const lines = text.split('\n')
    return lines.with(index, change(lines.at(index) ?? '')).join('\n')
  },
})

/** Changes the lines of the headers that V4 signs. */
export const headersV4 = (change: (lines: readonly string[]) => readonly string[]): Fault => ({
  canonical: (text) => {
    const lines = text.split('\n')
    return [...lines.slice(0, 3), ...change(lines.slice(3, -3)), ...lines.slice(-3)].join('\n')
  },
})

/** Changes one step of the key derivation of V4. */
export const stepV4 = (isMeant: RegExp, change: (step: string) => string): Fault => ({
  hmac: ({ text }) => (isMeant.test(text) ? { text: change(text) } : {}),
})

/** Changes what a client sends after it has signed. */
export function sendingOtherwise(client: OssClient, wire: Wire): void {
  const { urllib } = client
  client.urllib = {
    request: (url, params) => {
      const sent = wire(url, params.headers)
      return urllib.request(sent.url ?? url, { ...params, headers: sent.headers ?? params.headers })
    },
  }
}

const adding =
  (more: Readonly<Record<string, string>>): Wire =>
  (_url, headers) => ({
    headers: { ...headers, ...more },
  })

/** The parameters of the query the other way round. */
export const reversed = (url: string): string => {
  const [path = '', query = ''] = url.split('?')
  return `${path}?${query.split('&').toReversed().join('&')}`
}

const bare = (client: OssClient, key: string) => client.get(key.replace('.txt', ''))

const uploadId = '0004B9894A22E5B1888A1E29F8236E2D'

export const part = (client: OssClient, key: string): Promise<unknown> =>
  client.uploadPart(key, uploadId, 2, Buffer.from('content'), 0, 7)

export const listing = (client: OssClient, key: string): Promise<unknown> =>
  client.listParts(key, uploadId, { 'max-parts': '10' })

export const processing = (client: OssClient, key: string): Promise<unknown> =>
  client.get(key, { subres: { 'x-oss-process': 'image/a b*c~d' } })

export const withHeaders = (client: OssClient, key: string): Promise<unknown> =>
  client.put(key, Buffer.from('content'), {
    headers: { 'x-oss-acl': 'private' },
    meta: { who: 'me' },
  })

/** Mistakes that are made after the signing, or outside of it, under both versions. */
export const rowsOfBoth: readonly OssRow[] = [
  {
    mistake: 'content-type-not-signed',
    wire: adding({ 'Content-Type': 'application/json' }),
    call: bare,
  },
  { mistake: 'other-content-type', wire: adding({ 'Content-Type': 'text/plain;charset=utf-8' }) },
  {
    mistake: 'content-md5-not-signed',
    wire: adding({ 'Content-MD5': 'XrY7u+Ae7tCTyyK7j1rNww==' }),
    call: bare,
  },
  { mistake: 'header-not-signed', wire: adding({ 'x-oss-user-agent': 'browser' }) },
  {
    mistake: 'key-encoded-again-when-sent',
    wire: (url) => ({ url: url.replaceAll('%', '%25') }),
  },
]
