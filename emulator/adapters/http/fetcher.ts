import http, { type ClientRequest, type IncomingMessage } from 'node:http'
import https from 'node:https'
import { FetchError, type FetchedFile, type Fetcher } from '../../ports/fetcher.ts'
import { hostOf, isAllowed, lookupOf } from './allowed-hosts.ts'
import { type Patience, patient } from './patience.ts'

export interface FetcherOptions extends Patience {
  /** Names and addresses besides loopback from which it may fetch, in the form that URLs have them. */
  readonly hosts: readonly string[]
  readonly maxBytes: number
}

const maxRedirects = 5

const redirects: ReadonlySet<number | undefined> = new Set([301, 302, 303, 307, 308])

const wordsOf = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException
  return message || (code ?? String(error))
}

const brokenOff = (error: unknown): FetchError =>
  error instanceof FetchError
    ? error
    : new FetchError(`The connection broke: ${wordsOf(error)}.`, { cause: error })

interface Answered {
  readonly response: IncomingMessage
  readonly watch: ReturnType<typeof patient>
}

/** Sends a request; resolves when the headers of its answer are there. */
const answerTo = (url: string, patience: Patience, signal: AbortSignal) =>
  new Promise<Answered>((resolve, reject) => {
    const { request } = new URL(url).protocol === 'https:' ? https : http
    const outgoing = request(url, {
      // The bytes of the file itself are wanted: no encoding is asked for.
      headers: { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'vod-emulator' },
      agent: false,
      signal,
      ...lookupOf(url),
    })
    let failing: ClientRequest | IncomingMessage = outgoing
    const watch = patient(patience, (error) => failing.destroy(error))
    outgoing.on('response', (response) => {
      // A request that is destroyed would give its answer another reason.
      failing = response
      // Without a listener Node forgets the reason before somebody reads.
      response.on('error', () => undefined)
      resolve({ response, watch })
    })
    outgoing.on('error', (error) => reject(brokenOff(error))).on('close', watch.end)
    outgoing.end()
  })

/** Where a redirect leads. */
function nextUrl(from: string, { headers: { location }, statusCode }: IncomingMessage): string {
  const next = URL.parse(location ?? '', from)
  if (location === undefined || !next || !/^https?:$/.test(next.protocol))
    throw new FetchError(`The server answered ${statusCode}, but no address that can be followed.`)
  return next.href
}

/** The size that an answer announces. */
function announcedSize({ headers }: IncomingMessage): number | undefined {
  const length = headers['content-length']
  return length === undefined ? undefined : Number(length)
}

/** The bytes of an answer, as long as they are within the limit. */
function bodyOf({ response, watch }: Answered, maxBytes: number): FetchedFile['body'] {
  const chunks: AsyncIterator<Buffer> = response[Symbol.asyncIterator]()
  let size = 0
  const stop = async () => {
    await chunks.return?.()
    return { done: true, value: undefined } as const
  }
  const next = async () => {
    const result = await watch.whileWaiting(chunks.next()).catch((error: unknown) => {
      throw brokenOff(error)
    })
    size += result.value?.length ?? 0
    if (size <= maxBytes) return result
    await stop()
    throw tooLarge(`at least ${size}`, maxBytes)
  }
  return {
    size: announcedSize(response),
    [Symbol.asyncIterator]: () => ({ next, return: stop }),
  }
}

const tooLarge = (size: string, maxBytes: number) =>
  new FetchError(`The file has ${size} bytes, more than the ${maxBytes} that are allowed.`)

/** The file of an answer that is not a redirect. */
function fileOf(answered: Answered, maxBytes: number): FetchedFile {
  const { response } = answered
  const size = announcedSize(response) ?? 0
  if (response.statusCode !== 200)
    throw new FetchError(`The server answered ${response.statusCode}, not 200.`)
  if (size > maxBytes) throw tooLarge(String(size), maxBytes)
  const contentType = response.headers['content-type']
  return { contentType, body: bodyOf(answered, maxBytes) }
}

/** Fetches by HTTP and HTTPS. */
export const httpFetcher = ({ hosts, maxBytes, ...patience }: FetcherOptions): Fetcher => ({
  maxBytes,
  async fetch(from, signal) {
    let url = from
    for (let followed = 0; followed <= maxRedirects; followed++) {
      if (!isAllowed(url, hosts))
        throw new FetchError(
          `Files are fetched from loopback alone: --fetch-host ${hostOf(url)} allows this host, too.`,
        )
      const answered = await answerTo(url, patience, signal)
      const { response } = answered
      try {
        if (!redirects.has(response.statusCode)) return fileOf(answered, maxBytes)
        url = nextUrl(url, response)
        response.destroy()
      } catch (error) {
        response.destroy()
        throw error
      }
    }
    throw new FetchError(`The server redirected more than ${maxRedirects} times.`)
  },
})
