import { log as logTo } from '../adapters/log.ts'
import type { Options } from '../config/index.ts'
import { redaction } from '../kernel/redaction.ts'
import { type Adapters, adapters, generationOf } from './adapters.ts'
import type { Persistence } from './persistence.ts'
import type { Protocols } from './protocols.ts'

/** Everything gone, credentials revoked, the clock back at its start. */
const resetting = (ports: Adapters, persistence: Persistence): (() => Promise<void>) =>
  oneAtATime(async () => {
    const generation = generationOf(persistence) + 1
    await ports.epochs.between(async () => {
      await ports.records.clear([{ kind: 'counter', key: 'generation', value: generation }])
      await ports.store.clear()
    })
    ports.nonces.clear()
    ports.requests.clear()
    ports.clock.restart()
  })

/** Why records or bytes cannot be kept just now. */
async function health({ records, store }: Adapters): Promise<readonly string[]> {
  return [...(await records.health()), ...(await store.health())]
}

/** Runs of a task follow each other; a failed one does not stop the next. */
function oneAtATime(task: () => Promise<void>): () => Promise<void> {
  let last: Promise<void> = Promise.resolve()
  return () => {
    const next = last.catch(() => undefined).then(task)
    last = next
    return next
  }
}

const redactionFor = (
  { accessKeys, serverSecret, controlToken, store }: Options,
  { credentials: { secretOf } }: Adapters,
) => {
  const ofStore = typeof store === 'string' ? undefined : store.secretKey
  const ofKeys = accessKeys.map(({ secret }) => secret)
  const secrets = [...ofKeys, serverSecret, controlToken, ofStore]
  return redaction({ own: secrets.filter((secret) => secret !== undefined), secretOf })
}

/** Everything behind the protocols, put together once; the protocols themselves are loaded when they are first asked for. */
export function compose(options: Options, persistence: Persistence) {
  const ports = adapters(options, persistence)
  const log = logTo(options.log)
  const redaction = redactionFor(options, ports)
  const publicHost = options.publicUrl && new URL(options.publicUrl).hostname
  let loading: Promise<Protocols> | undefined
  const protocols = () => {
    loading ??= import('./protocols.ts').then(({ composeProtocols }) =>
      composeProtocols({ ...ports, redaction, publicHost, report: log.failure }, options),
    )
    return loading
  }
  return {
    clock: ports.clock,
    storeKind: ports.store.kind,
    records: ports.records,
    requests: ports.requests,
    log,
    redaction,
    publicHost,
    protocols,
    reset: resetting(ports, persistence),
    health: () => health(ports),
    housekeep: oneAtATime(async () => (await protocols()).housekeep()),
  }
}

export type Composition = ReturnType<typeof compose>
