import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  ossDraft,
  signedHeaderV1,
  signedHeaderV4,
  signedUrlV1,
  signedUrlV4,
} from '../order/oss-draft.ts'
import { rpcDraft, signedV1, signedV3 } from '../order/rpc-draft.ts'
import { type World, world } from '../order/worlds.ts'

/** Far from the system's time, by which a moved clock lets requests be signed too. */
const signedAtMs = Date.parse('2031-05-06T07:08:09Z')
const quarterOfAnHour = 900
const week = 604_800

/** A request signed at one time, and the seconds around it in which it is accepted. */
interface Limit {
  readonly what: string
  readonly request: (here: World) => Request
  readonly first?: { readonly seconds: number; readonly before: string }
  readonly last: { readonly seconds: number; readonly after: string }
}

const around = (code: string): Pick<Limit, 'first' | 'last'> => ({
  first: { seconds: -quarterOfAnHour, before: code },
  last: { seconds: quarterOfAnHour, after: code },
})

const timestamp = new Date(signedAtMs).toISOString().replace('.000', '')

const headerSigned = (sign: typeof signedHeaderV1) => (here: World) =>
  sign({ ...ossDraft(), at: signedAtMs }, here)

const urlV4 = (method: string, seconds: number) => (here: World) =>
  signedUrlV4({ ...ossDraft(), method, at: signedAtMs, expires: String(seconds) }, here)

const urlV1 = (method: string, seconds: number) => (here: World) =>
  signedUrlV1({ ...ossDraft(), method, expires: String(signedAtMs / 1000 + seconds) }, here)

const limits: readonly Limit[] = [
  {
    what: 'a call signed with V1',
    request: (here) => signedV1({ ...rpcDraft(), timestamp }, here),
    ...around('InvalidTimeStamp.Expired'),
  },
  {
    what: 'a call signed with V3',
    request: (here) => signedV3({ ...rpcDraft(), timestamp }, here),
    ...around('InvalidTimeStamp.Expired'),
  },
  {
    what: 'an OSS request signed with V1',
    request: headerSigned(signedHeaderV1),
    ...around('RequestTimeTooSkewed'),
  },
  {
    what: 'an OSS request signed with V4',
    request: headerSigned(signedHeaderV4),
    ...around('RequestTimeTooSkewed'),
  },
  ...['PUT', 'GET', 'HEAD'].flatMap((method): readonly Limit[] => [
    {
      what: `a V1 URL of a minute for ${method}`,
      request: urlV1(method, 60),
      last: { seconds: 60, after: 'AccessDenied' },
    },
    {
      what: `a V4 URL of a minute for ${method}`,
      request: urlV4(method, 60),
      first: { seconds: -quarterOfAnHour, before: 'RequestTimeTooSkewed' },
      last: { seconds: 60, after: 'AccessDenied' },
    },
  ]),
  {
    what: 'a V4 URL of a second',
    request: urlV4('GET', 1),
    last: { seconds: 1, after: 'AccessDenied' },
  },
  {
    what: 'a V4 URL of a week',
    request: urlV4('GET', week),
    last: { seconds: week, after: 'AccessDenied' },
  },
]

/** The code of an answer; a HEAD has it in a header. */
async function codeOf(response: Response): Promise<string> {
  const encoded = response.headers.get('x-oss-err') ?? ''
  const text = `${Buffer.from(encoded, 'base64')}${await response.text()}`
  const [, inXml, inJson] = /<Code>([^<]+)<|"Code":"([^"]+)"/.exec(text) ?? []
  return inXml ?? inJson ?? String(response.status)
}

describe('by the moved clock,', () => {
  let here: World

  beforeAll(async () => {
    here = await world((key) => signedV1(rpcDraft(), { key }), false)
    // There is an object to read.
    await here.vod.fetch(signedHeaderV1(ossDraft(), here))
    here.vod.clock.freeze()
  })

  afterAll(() => here[Symbol.asyncDispose]())

  const answerAt = async (seconds: number, request: Limit['request']) => {
    await here.vod.clock.set(new Date(signedAtMs + seconds * 1000))
    return here.vod.fetch(request(here)).then(codeOf)
  }

  test.for(limits)('$what is accepted to the second', async ({ request, first, last }) => {
    expect(await answerAt(last.seconds, request)).toBe('200')
    expect(await answerAt(last.seconds + 1, request)).toBe(last.after)
    if (!first) return
    expect(await answerAt(first.seconds, request)).toBe('200')
    expect(await answerAt(first.seconds - 1, request)).toBe(first.before)
  })
})
