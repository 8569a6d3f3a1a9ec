import type { Context, MiddlewareHandler } from 'hono'
import { hostName } from '../kernel/message.ts'
import { sameSignature } from '../kernel/signing.ts'
import { isIpLiteral } from '../kernel/urls.ts'
import { refuse } from './errors.ts'

export interface GuardOptions {
  readonly controlHosts: readonly string[]
  readonly controlToken: string | undefined
}

const hostOf = (c: Context): string =>
  (c.req.header('host') ?? new URL(c.req.url).host).toLowerCase()

/** A name that no page of the public web can be served under: rebinding DNS cannot make one of these. */
const isLocalName = (name: string): boolean =>
  isIpLiteral(name) ||
  name === 'localhost' ||
  name.endsWith('.localhost') ||
  !name.includes('.') ||
  name === 'host.docker.internal'

const isForeignOrigin = (c: Context, host: string): boolean => {
  const origin = c.req.header('origin')
  const own = [`http://${host}`, `https://${host}`]
  return (
    (origin !== undefined && !own.includes(origin.toLowerCase())) ||
    c.req.header('sec-fetch-site') === 'cross-site'
  )
}

/** Who may call the control plane: local names, no foreign pages, JSON bodies, and the token if one is set. */
export const guard =
  ({ controlHosts, controlToken }: GuardOptions): MiddlewareHandler =>
  async (c, next) => {
    const host = hostOf(c)
    const name = hostName(host)
    if (!isLocalName(name) && !controlHosts.includes(name))
      return refuse(
        c,
        403,
        'ForeignHost',
        `The control plane does not answer under "${name}"; allow it with --control-host.`,
      )
    if (isForeignOrigin(c, host))
      return refuse(
        c,
        403,
        'ForeignOrigin',
        'A page of another origin may not call the control plane.',
      )
    const expected = `Bearer ${controlToken ?? ''}`
    if (controlToken && !sameSignature(expected, c.req.header('authorization') ?? ''))
      return refuse(
        c,
        403,
        'WrongToken',
        'The control plane wants "Authorization: Bearer" with its token.',
      )
    return next()
  }
