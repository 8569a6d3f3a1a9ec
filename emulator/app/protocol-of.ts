import { isCdnPath } from '../cdn/addressing.ts'
import { hostName, type Message } from '../kernel/message.ts'
import { parsePairs } from '../kernel/pairs.ts'
import { isServiceHost } from '../kernel/urls.ts'
import { bucketOfHost, isServiceBase } from '../oss/addressing.ts'
import { isFormUpload } from '../oss/signing/schemes.ts'

export type Protocol = 'control' | 'rpc' | 'oss' | 'cdn' | 'console'

const isControlPath = (path: string): boolean =>
  path === '/_emulator' || path.startsWith('/_emulator/')

// Looked for in the raw query: every request passes here.
const ossParameter = /(?:^|[?&])(?:OSSAccessKeyId|x-oss-signature(?:-version)?)=/

const signedForOss = ({ headers, query }: Message): boolean =>
  /^OSS[24]?[ -]/.test(headers.get('authorization')?.trim() ?? '') || ossParameter.test(query)

const isForRpc = ({ headers, query }: Message): boolean =>
  headers.get('authorization')?.trim().startsWith('ACS') === true ||
  headers.get('x-acs-action') !== undefined ||
  parsePairs(query).some(({ name }) => name === 'Action' || name === 'Signature')

/** Browsers ask for it with every page. It cannot be a bucket: bucket names have no dots. */
const isIcon = ({ method, path }: Message): boolean => method === 'GET' && path === '/favicon.ico'

const isBrowser = ({ method, headers }: Message): boolean =>
  method === 'GET' && headers.get('accept')?.includes('text/html') === true

/** The names that the emulator answers to besides those of the services and its own. */
export interface OtherNames {
  readonly publicHost: string | undefined
  readonly isDomain: (name: string) => boolean
}

/** Which protocol answers: the first rule that fits decides. A `POST /` with a form is RPC by the last one. */
export function protocolOf(message: Message, { publicHost, isDomain }: OtherNames): Protocol {
  const name = hostName(message.host)
  const isCdn = isDomain(name)
  const bucket = isCdn || isServiceHost(name) ? undefined : bucketOfHost(name, publicHost)
  if (isControlPath(message.path) && bucket === undefined)
    return isCdnPath(message.path) ? 'cdn' : 'control'
  if (isCdn) return 'cdn'
  if (isServiceHost(name)) return 'rpc'
  if (bucket !== undefined || isServiceBase(name)) return 'oss'
  if (signedForOss(message) || isFormUpload(message)) return 'oss'
  if (isIcon(message)) return 'console'
  if (message.path !== '/') return 'oss'
  return isBrowser(message) && !isForRpc(message) ? 'console' : 'rpc'
}
