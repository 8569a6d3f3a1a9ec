import type { Context, MiddlewareHandler } from 'hono'
import { hostName, type Message } from '../kernel/message.ts'
import { sameSignature } from '../kernel/signing.ts'
import { isLocalName } from '../kernel/urls.ts'
import { type ControlStatus, refuse } from './errors.ts'

export interface GuardOptions {
  readonly controlHosts: readonly string[]
  readonly controlToken: string | undefined
  readonly publicUrl: string | undefined
}

/** The raw request, as it arrived before a framework read it. */
export interface ControlEnvironment {
  readonly Variables: { message: Message }
}

interface Objection {
  readonly status: ControlStatus
  readonly code: string
  readonly message: string
}

const isForeignOrigin = ({ headers, host }: Message, publicUrl: string | undefined): boolean => {
  const own = [`http://${host}`, `https://${host}`, publicUrl]
  return (
    headers.all('origin').some((origin) => !own.includes(origin.trim().toLowerCase())) ||
    headers.all('sec-fetch-site').some((site) => site.trim().toLowerCase() === 'cross-site')
  )
}

const hasToken = ({ headers }: Message, token: string): boolean => {
  const given = headers.get('authorization')?.trim() ?? ''
  // Scheme names ignore case.
  return sameSignature(`bearer ${token}`, given.replace(/^bearer +/i, 'bearer '))
}

const hasBody = ({ headers }: Message): boolean =>
  headers.get('transfer-encoding') !== undefined || Number(headers.get('content-length') ?? 0) > 0

const isJson = ({ headers }: Message): boolean =>
  /^application\/json\s*(?:;|$)/i.test(headers.get('content-type')?.trim() ?? '')

function objection(message: Message, options: GuardOptions): Objection | undefined {
  const { controlHosts, controlToken, publicUrl } = options
  const name = hostName(message.host)
  if (message.overload !== undefined)
    return { status: 503, code: 'ServiceUnavailable', message: message.overload }
  if (!isLocalName(name) && !controlHosts.includes(name))
    return {
      status: 403,
      code: 'ForeignHost',
      message: `The control plane does not answer under the name "${name}": --control-host ${name} allows it.`,
    }
  if (isForeignOrigin(message, publicUrl))
    return {
      status: 403,
      code: 'ForeignOrigin',
      message:
        'A page of another origin may not call the control plane: call it from a program, or from a page of its own origin.',
    }
  if (controlToken !== undefined && !hasToken(message, controlToken))
    return {
      status: 403,
      code: 'WrongToken',
      message: 'Send the header "Authorization: Bearer TOKEN" with the token of --control-token.',
    }
  if (hasBody(message) && !isJson(message))
    return {
      status: 415,
      code: 'WrongMediaType',
      message:
        'Send the header "Content-Type: application/json" with a body (curl -H "Content-Type: application/json" -d …).',
    }
  return undefined
}

/** Who may call the control plane: local names, no pages of other origins, the token if one is set, JSON bodies. */
export const guard =
  (options: GuardOptions): MiddlewareHandler<ControlEnvironment> =>
  async (c: Context<ControlEnvironment>, next) => {
    const refused = objection(c.get('message'), options)
    if (refused) return refuse(c, refused.status, refused.code, refused.message)
    return next()
  }
