import { log as logTo } from '../adapters/log.ts'
import type { Options } from '../config/index.ts'
import { oneAtATime } from '../kernel/one-at-a-time.ts'
import { redaction } from '../kernel/redaction.ts'
import { type Adapters, adapters, generationOf } from './adapters.ts'
import type { Persistence } from './persistence.ts'

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

const redactionFor = (
  { accessKeys, serverSecret, controlToken, store }: Options,
  { credentials: { secretOf } }: Adapters,
) => {
  const ofStore = typeof store === 'string' ? undefined : store.secretKey
  const ofKeys = accessKeys.map(({ secret }) => secret)
  const secrets = [...ofKeys, serverSecret, controlToken, ofStore]
  return redaction({ own: secrets.filter((secret) => secret !== undefined), secretOf })
}

/** What is there before anything is asked: the ports, and what they are watched and reset by. */
export function compose(options: Options, persistence: Persistence) {
  const ports = adapters(options, persistence)
  return {
    ...ports,
    storeKind: ports.store.kind,
    log: logTo(options.log),
    redaction: redactionFor(options, ports),
    publicHost: options.publicUrl && new URL(options.publicUrl).hostname,
    reset: resetting(ports, persistence),
    health: () => health(ports),
  }
}

export type Composition = ReturnType<typeof compose>
