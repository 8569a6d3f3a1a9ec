import type { Message } from '../kernel/message.ts'
import type { ParameterMap } from './parameters.ts'
import type { RpcRequest } from './request.ts'

export type Format = 'JSON' | 'XML'

/** The header generation puts action and version into headers; V1 clients send them with their parameters. */
const looksV3 = (message: Message, has: (name: string) => boolean): boolean =>
  /^ACS/.test(message.headers.get('authorization')?.trim() ?? '') ||
  (message.headers.get('x-acs-action') !== undefined && !has('AccessKeyId') && !has('Signature'))

const byAccept = ({ headers }: Message): Format => {
  const accept = headers.get('accept') ?? ''
  return accept.includes('xml') && !accept.includes('json') ? 'XML' : 'JSON'
}

function choose(message: Message, get: (name: string) => string | undefined): Format | undefined {
  const format = get('Format')?.toUpperCase()
  if (format) return format === 'JSON' || format === 'XML' ? format : undefined
  return looksV3(message, (name) => get(name) !== undefined) ? byAccept(message) : 'XML'
}

/** The format of the answer; undefined when the request asks for one that does not exist. */
export const formatOf = ({ message, parameters }: RpcRequest): Format | undefined =>
  choose(message, (name) => parameters.get(name))

/** The same for an answer to a request that could not be read, or asked for a format that does not exist. */
export function fallbackFormat(message: Message, request: RpcRequest | undefined): Format {
  const parameters: ParameterMap = request?.parameters ?? new Map()
  const known = choose(message, (name) => parameters.get(name))
  return known ?? (looksV3(message, (name) => parameters.has(name)) ? 'JSON' : 'XML')
}
