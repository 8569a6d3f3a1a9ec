import type { Hono } from 'hono'
import * as v from 'valibot'
import { formOf } from '#contracts/derive/form.ts'
import { type Edition, inEdition } from '#contracts/edition.ts'
import { rpcOperations } from '#contracts/index.ts'
import type { RpcOperation } from '#contracts/operation.ts'
import { products } from '#contracts/products.ts'
import { suggestion } from '../kernel/closest-match.ts'
import type { Message } from '../kernel/message.ts'
import { once } from '../kernel/once.ts'
import { readObject } from './body.ts'
import { checked } from './checked.ts'
import { refuse } from './errors.ts'
import type { ControlEnvironment } from './guard.ts'

/** A call that was signed and answered. */
export interface ExploredCall {
  /** Request line, with its signature. */
  readonly request: string
  readonly status: number
  readonly answer: unknown
  /** Why it was refused. */
  readonly explanation?: string | undefined
}

export interface ExplorerPorts {
  /** Signs a call of an RPC operation with the first key of the options, and has it answered as if it came from outside. */
  readonly call: (
    action: string,
    parameters: Readonly<Record<string, string>>,
    at: Pick<Message, 'host' | 'scheme'>,
  ) => Promise<ExploredCall>
}

// Neither the start nor a test needs the pages.
const explorer = once(() => import('../console/explorer.ts'))
const samples = once(() => import('../console/samples.ts'))

const operations = new Map<string, RpcOperation>(Object.entries(rpcOperations))

const given = v.record(v.string(), v.string())

function unknown(name: string): string {
  return `${name} is not an RPC operation that is emulated${suggestion(name, operations.keys())}`
}

/** Calls an operation from a form, with its signature and the same call in code. */
export function explorerRoutes(
  app: Hono<ControlEnvironment>,
  { call }: ExplorerPorts,
  edition: Edition,
): void {
  app.get('/explorer/:operation', async (c) => {
    const name = c.req.param('operation')
    const operation = operations.get(name)
    if (!operation) return refuse(c, 404, 'NoSuchOperation', unknown(name))
    const { explorerPage } = await explorer()
    const fields = formOf(inEdition(operation, edition).input)
    return c.html(explorerPage({ ...operation, fields }))
  })

  app.post('/explorer/:operation', async (c) => {
    const name = c.req.param('operation')
    const operation = operations.get(name)
    if (!operation) return refuse(c, 404, 'NoSuchOperation', unknown(name))
    const message = c.get('message')
    const body = await readObject(message, 'InvalidParameters', '{"Title":"Test"}')
    const expectations = Object.fromEntries(Object.keys(body).map((key) => [key, 'a text']))
    const words = { code: 'InvalidParameters', what: 'parameter', expectations }
    const parameters = checked(given, body, words)
    const { samplesOf } = await samples()
    const { origin: url } = new URL(c.req.url)
    const { version } = products[operation.product]
    return c.json({
      ...(await call(name, parameters, message)),
      samples: samplesOf({ url, action: name, version, parameters }),
    })
  })
}
