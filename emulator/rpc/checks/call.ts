import type { CheckFunction } from '../../kernel/checks.ts'
import { suggestion } from '../../kernel/closest-match.ts'
import { quoted } from '../../kernel/explanation.ts'
import { tooManyParameters } from '../../kernel/limits.ts'
import type { RpcCall } from '../call.ts'

type CallCheck =
  | 'capacity'
  | 'path'
  | 'http-method'
  | 'parameter-count'
  | 'body-size'
  | 'body-in-time'
  | 'whole-body'
  | 'version'
  | 'known-version'
  | 'action'
  | 'known-action'
  | 'emulated-action'
  | 'operation-method'
  | 'format'

/** Longer texts resemble no action, and comparing them would take long. */
const maxName = 64

const isCallMethod = (method: string): boolean => method === 'GET' || method === 'POST'

/** Checks of every call before its signature. */
export const callChecks: Readonly<Record<CallCheck, CheckFunction<RpcCall>>> = {
  capacity: ({ request: { message } }) =>
    message.overload === undefined ? undefined : { found: message.overload },

  path: ({ request: { message } }) =>
    message.path === '/' ? undefined : { found: `The path is ${quoted(message.path)}.` },

  'http-method': ({ request: { message } }) =>
    isCallMethod(message.method) ? undefined : { found: `The method is ${message.method}.` },

  'parameter-count': ({ request }) => tooManyParameters('request', request.tooMany),

  'body-size': ({ request: { unread }, ports }) =>
    unread?.reason === 'too-large'
      ? { values: { limit: String(ports.maxRpcBodyBytes) }, found: unread.message }
      : undefined,

  'body-in-time': ({ request: { unread } }) =>
    unread?.reason === 'slow' ? { found: unread.message } : undefined,

  'whole-body': ({ request: { unread } }) =>
    unread?.reason === 'broken-off' ? { found: unread.message } : undefined,

  version: ({ version }) => (version === undefined ? {} : undefined),

  'known-version': ({ product, version = '', request: { message } }) =>
    product
      ? undefined
      : { found: `Under the host ${quoted(message.host)} there is no version ${quoted(version)}.` },

  action: ({ action }) => (action === undefined ? {} : undefined),

  'known-action': ({ product, operation, action = '' }) => {
    if (operation || product?.actions.has(action)) return undefined
    const alike = action.length > maxName ? '' : suggestion(action, product?.actions ?? [])
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
