import type { Target } from '#contracts/target.ts'

export type Body = Readonly<Record<string, unknown>>

/** The answer to one call, whichever client made it. A call that got no answer rejects. */
export type CallResult =
  | { readonly ok: true; readonly body: Body }
  | {
      readonly ok: false
      readonly code: string
      readonly message: string
      readonly status?: number
      readonly requestId?: string
      /** Who was not allowed to do what. */
      readonly accessDeniedDetail?: unknown
    }

/** One official client, driven as its users drive it. */
export interface RpcDriver {
  readonly name: string
  readonly scheme: 'V1' | 'V3'
  call(
    target: Target,
    action: string,
    parameters: Readonly<Record<string, string>>,
  ): Promise<CallResult>
}

/** The version of the VOD API. */
export const version = '2017-03-21'

/** For hangs only: clients wait 3 s by default, and a busy machine may need more. */
export const timeoutMs = 60_000

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** What the service said in an error that a client threw. @throws errors that are not answers of the service */
export function refusal(thrown: unknown, status: unknown): CallResult {
  const { data } = thrown as { readonly data?: Body }
  if (typeof data?.Code !== 'string') throw thrown
  const requestId = textOf(data.RequestId)
  return {
    ok: false,
    code: data.Code,
    message: textOf(data.Message),
    ...(typeof status === 'number' && { status }),
    ...(requestId && { requestId }),
    ...(data.AccessDeniedDetail !== undefined && { accessDeniedDetail: data.AccessDeniedDetail }),
  }
}

/** One client for each target: they keep connections. */
export function onePerTarget<Client>(make: (target: Target) => Client): (target: Target) => Client {
  const made = new WeakMap<Target, Client>()
  return (target) => {
    const client = made.get(target) ?? make(target)
    made.set(target, client)
    return client
  }
}

/** The body of an answer. @throws Error naming the refusal, for tests that expect none */
export async function succeeded(result: Promise<CallResult>): Promise<Body> {
  const answer = await result
  if (answer.ok) return answer.body
  throw new Error(`${answer.code}: ${answer.message} (${answer.requestId ?? 'no request id'})`)
}
