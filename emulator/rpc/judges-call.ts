import type { Judge } from '../kernel/checks.ts'
import { quoted } from '../kernel/explanation.ts'
import { suggestion } from '../kernel/nearest.ts'
import type { RpcCall } from './call.ts'
import { bodyLimit } from './request.ts'

type Names =
  | 'path'
  | 'http-method'
  | 'body-size'
  | 'whole-body'
  | 'version'
  | 'known-version'
  | 'action'
  | 'known-action'
  | 'emulated-action'
  | 'operation-method'
  | 'format'

/** Longer texts resemble no action, and to compare them would take long. */
const longestName = 64

const isCallMethod = (method: string): boolean => method === 'GET' || method === 'POST'

/** What is asked of every call before its signature. */
export const callJudges: Readonly<Record<Names, Judge<RpcCall>>> = {
  path: ({ request: { message } }) =>
    message.path === '/' ? undefined : { found: `The path is ${quoted(message.path)}.` },

  'http-method': ({ request: { message } }) =>
    isCallMethod(message.method) ? undefined : { found: `The method is ${message.method}.` },

  'body-size': ({ request: { unread, message } }) => {
    if (unread !== 'too-large') return undefined
    const length = message.headers.get('content-length')
    const measure = length ? `has ${length} bytes` : `has more than ${bodyLimit} bytes`
    return {
      values: { limit: String(bodyLimit) },
      found: `The body ${measure}, the limit is ${bodyLimit}.`,
    }
  },

  'whole-body': ({ request: { unread } }) =>
    unread === 'broken-off' ? { found: 'The connection ended inside the body.' } : undefined,

  version: ({ version }) => (version === undefined ? {} : undefined),

  'known-version': ({ product, version = '', request: { message } }) =>
    product
      ? undefined
      : { found: `Under the host ${quoted(message.host)} there is no version ${quoted(version)}.` },

  action: ({ action }) => (action === undefined ? {} : undefined),

  'known-action': ({ product, operation, action = '' }) => {
    if (operation || product?.actions.has(action)) return undefined
    const alike = action.length > longestName ? '' : suggestion(action, product?.actions ?? [])
    return { found: `There is no ${quoted(action)}${alike}` }
  },

  'emulated-action': ({ operation, action = '' }) =>
    operation
      ? undefined
      : { values: { action, info: '/_emulator/info' }, found: `${action} is not emulated.` },

  'operation-method': ({ operation, request: { message } }) =>
    operation?.contract.methods.some((method) => method === message.method)
      ? undefined
      : { found: `${operation?.contract.name} was called by ${message.method}.` },

  format: ({ format, request: { parameters } }) =>
    format ? undefined : { found: `Format is ${quoted(parameters.get('Format') ?? '')}.` },
}
