import { createHash } from 'node:crypto'
import type { EmulatorTarget } from '#contracts/target.ts'
import { accountClient } from '../clients/ali-oss.ts'
import type { Gate } from './gate.ts'

/** The one of a list. @throws Error where there are more or none */
export function only<Item>(items: readonly Item[]): Item {
  const [item, ...rest] = items
  if (item === undefined || rest.length > 0) throw new Error(`Not one, but ${items.length}.`)
  return item
}

export const digestOf = (content: Buffer): string =>
  createHash('sha256').update(content).digest('hex')

/** The digest of an object, which is read with the account's key. */
export async function storedDigest(target: EmulatorTarget, object: string): Promise<string> {
  const client = accountClient(target, { addressing: 'ip', region: `oss-${target.region}` })
  return digestOf((await client.get(object)).content)
}

function step(method: string, query: URLSearchParams): string {
  if (query.has('uploads')) return 'initiate'
  if (query.has('partNumber')) return `part ${query.get('partNumber')}`
  if (query.has('uploadId')) return method === 'POST' ? 'complete' : 'abort'
  return 'put'
}

const urlsOf = ({ requests }: Gate, object: string) =>
  requests
    .map((line) => line.split(' '))
    .map(([method = '', target = '']) => ({ method, url: new URL(target, 'http://gate') }))
    .filter(({ url }) => url.pathname === `/${object}`)

/** What was sent for an object, in alphabetical order and without preflights. */
export const sentTo = (gate: Gate, object: string): readonly string[] =>
  urlsOf(gate, object)
    .filter(({ method }) => method !== 'OPTIONS')
    .map(({ method, url }) => step(method, url.searchParams))
    .toSorted()

/** The multipart uploads of an object. */
export const uploadIds = (gate: Gate, object: string): ReadonlySet<string> =>
  new Set(urlsOf(gate, object).flatMap(({ url }) => url.searchParams.get('uploadId') ?? []))
