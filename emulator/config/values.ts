import * as v from 'valibot'
import { editions } from '../../contracts/edition.ts'
import { tolerances } from '../../contracts/tolerances.ts'
import { vodRegions } from '../../contracts/vod/regions.ts'
import { processingProfiles } from '../../contracts/vod/states/index.ts'
import { isoTime, isoTimeWords } from './iso-time.ts'
import type { FurtherTolerance, MinioServer, PostgresDatabase, Store } from './options.ts'

/** What an option accepts, as text or already typed, and its description. */
export interface Value<T> {
  readonly schema: v.GenericSchema<unknown, T>
  readonly expects: string
}

export const value = <T>(expects: string, schema: v.GenericSchema<unknown, T>): Value<T> => ({
  schema,
  expects,
})

/** @param words what messages call it, where the option's own words do not */
export const matching = (pattern: RegExp, words?: string) =>
  v.pipe(v.string(), v.regex(pattern, words))

/** In a file, a text of digits may be given without quotes. */
const numeral = v.union([
  v.string(),
  v.pipe(
    v.number(),
    v.safeInteger(),
    v.transform((given) => String(given)),
  ),
])

const wholeNumber = v.pipe(
  v.union([v.number(), v.pipe(matching(/^\d+$/), v.transform(Number))]),
  v.safeInteger(),
)

const commaSeparated = v.pipe(
  v.string(),
  v.transform((given) =>
    given
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  ),
)

export const list = v.union([v.array(v.unknown()), commaSeparated])

const truthy = ['1', 'true', 'yes', 'on']
const falsy = ['0', 'false', 'no', 'off']

export const onOrOff = value(
  `one of ${[...truthy, ...falsy].join(', ')}`,
  v.union([v.boolean(), v.pipe(v.string(), v.toLowerCase(), v.parseBoolean({ truthy, falsy }))]),
)

export const oneOf = <const Names extends readonly string[]>(names: Names) =>
  value<Names[number]>(names.join(' or '), v.picklist(names))

export const processing = value(processingProfiles.join(' or '), v.picklist(processingProfiles))

export const edition = value(editions.join(' or '), v.pipe(numeral, v.picklist(editions)))

/** Decodes a percent-encoded part of a URL; empty where the encoding is malformed. */
function decoded(component: string): string {
  try {
    return decodeURIComponent(component)
  } catch {
    return ''
  }
}

/** The S3 client takes no other names. */
const s3Host = /^(?:\[.*\]|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)$/

/** What is wrong with the URL of an S3 server, without repeating what may be a secret. */
function storeProblem({ pathname, search, hash, hostname, username, password }: URL) {
  if (pathname !== '/') return 'it has a path'
  if (search !== '') return 'it has a query'
  if (hash !== '') return 'it has a fragment'
  if (!s3Host.test(hostname)) return 'the S3 client does not take its host'
  if (username === '') return 'its KEY is missing'
  if (password === '') return 'its SECRET is missing'
  if (decoded(username) === '') return 'its KEY is not percent-encoded correctly'
  if (decoded(password) === '') return 'its SECRET is not percent-encoded correctly'
  return undefined
}

/**
 * A URL with a user and a password.
 *
 * @param secrets what the user knows both as
 * @param problemOf what is wrong with it, without repeating what may be a secret
 */
const urlWith = <T>(
  scheme: RegExp,
  secrets: string,
  problemOf: (url: URL) => string | undefined,
  settled: (url: URL) => T,
) =>
  v.pipe(
    matching(scheme),
    v.rawTransform<string, T>(({ dataset, addIssue, NEVER }) => {
      const url = URL.parse(dataset.value)
      const problem = url
        ? problemOf(url)
        : `it is not a URL: percent-encode what else than letters and digits is in ${secrets}`
      if (url && problem === undefined) return settled(url)
      addIssue({ message: problem })
      return NEVER
    }),
  )

export const store = value<Store>(
  'filesystem, memory or, for a MinIO server, http(s)://KEY:SECRET@host:port with KEY and SECRET percent-encoded',
  v.union([
    v.picklist(['filesystem', 'memory']),
    urlWith<MinioServer>(/^https?:\/\//i, 'KEY and SECRET', storeProblem, (url) => ({
      origin: url.origin,
      accessKey: decoded(url.username),
      secretKey: decoded(url.password),
    })),
  ]),
)

/** What is wrong with the URL of a database, without repeating what may be a secret. */
function databaseProblem({ pathname, hash, hostname, username, password }: URL) {
  if (hash !== '') return 'it has a fragment'
  if (hostname === '') return 'its host is missing'
  if (username === '') return 'its USER is missing'
  if (decoded(username) === '') return 'its USER is not percent-encoded correctly'
  if (password !== '' && decoded(password) === '')
    return 'its PASSWORD is not percent-encoded correctly'
  if (!/^\/[^/]+$/.test(pathname)) return 'the name of a database is missing after its host'
  return undefined
}

export const postgres = value<PostgresDatabase>(
  'postgres://USER:PASSWORD@host:port/database with USER and PASSWORD percent-encoded',
  urlWith<PostgresDatabase>(
    /^postgres(?:ql)?:\/\//i,
    'USER and PASSWORD',
    databaseProblem,
    (url) => ({
      url: url.href,
      where: `${url.hostname}:${url.port || '5432'}${url.pathname}`,
      password: decoded(url.password),
    }),
  ),
)

/** A whole number within limits, both included. */
export const between = (min: number, max: number, note = '') =>
  value(
    `an integer from ${min} to ${max}${note}`,
    v.pipe(wholeNumber, v.minValue(min), v.maxValue(max)),
  )

export const port = between(0, 65_535)

export const seconds = between(1, 315_360_000, ', ten years')

export const text = value('non-empty text', v.pipe(v.string(), v.nonEmpty()))

export const token = value('printable ASCII without spaces', matching(/^[\x21-\x7e]+$/))

export const region = value<string>(
  `a region of VOD: ${vodRegions.join(', ')}`,
  v.picklist(vodRegions),
)

export const digits = value('digits', v.pipe(numeral, v.regex(/^\d+$/)))

export const bucket = value(
  "3 to 63 lower-case letters, digits and hyphens, no hyphen at either end (OSS's bucket names)",
  matching(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/),
)

const hostName = /^[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?$/i
const ipv6 = /^[\da-f.]*(:[\da-f.]*){2,}(%\w+)?$/i

export const address = value(
  'an IP address or a host name, without a port',
  v.union([matching(hostName), matching(ipv6)]),
)

export const hostNames = value(
  'host names without scheme and port',
  v.pipe(list, v.array(v.pipe(matching(hostName), v.toLowerCase()))),
)

const brackets = /^\[(.*)\]$/

/** A name or an address in a URL. */
const asOrigin = (given: string): string =>
  `http://${given.includes(':') && !brackets.test(given) ? `[${given}]` : given}`

export const otherHosts = value(
  'host names or IP addresses without scheme and port',
  v.pipe(
    list,
    v.array(
      v.pipe(
        v.union([matching(hostName), matching(ipv6), matching(/^\[[\da-f:.]+\]$/i)]),
        v.check((given) => URL.canParse(asOrigin(given))),
        v.transform((given) => new URL(asOrigin(given)).hostname.replace(brackets, '$1')),
      ),
    ),
  ),
)

const isOrigin = (given: string) => {
  const url = URL.parse(given)
  return url !== null && url.href === `${url.origin}/`
}

export const origin = value(
  'an http or https origin such as http://192.168.1.20:17321, without path and credentials',
  v.pipe(
    matching(/^https?:\/\//i),
    v.check(isOrigin),
    v.transform((given) => new URL(given).origin),
  ),
)

export const time = value(
  isoTimeWords,
  v.pipe(
    v.union([v.date(), v.number(), isoTime]),
    v.transform((given) => new Date(given).getTime()),
    v.integer(),
  ),
)

const isFurther = (name: string): name is FurtherTolerance =>
  Object.entries(tolerances).some(([other, { always }]) => other === name && !always)

export const furtherTolerances = Object.keys(tolerances).filter(isFurther)

export const lenient = value<readonly FurtherTolerance[]>(
  ['all', ...furtherTolerances].join(' or '),
  v.union([
    v.pipe(
      list,
      v.strictTuple([v.literal('all')]),
      v.transform(() => furtherTolerances),
    ),
    v.pipe(list, v.array(v.picklist(furtherTolerances))),
  ]),
)
