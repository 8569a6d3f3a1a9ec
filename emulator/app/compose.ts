import type { Options } from '../config/index.ts'
import { redaction } from '../kernel/redaction.ts'
import type { Log } from '../ports/log.ts'
import { clearRecords, endReset } from '../services/installation.ts'
import { seedChanges } from '../services/seed.ts'
import { type Adapters, adapters } from './adapters.ts'
import { oneAtATime } from './one-at-a-time.ts'
import type { Persistence } from './persistence.ts'

/** Removes everything, revokes credentials and puts the clock back to its start. */
const resetting = (
  ports: Adapters,
  options: Options,
  reactions: readonly (() => void)[],
): (() => Promise<void>) =>
  oneAtATime(async () => {
    const { records, store } = ports
    await clearRecords(records, seedChanges(options))
    try {
      await store.clear()
    } finally {
      await endReset(records)
    }
    ports.nonces.clear()
    ports.requests.clear()
    ports.clock.restart()
    for (const react of reactions) react()
  })

/** Why records or bytes cannot be kept just now. */
async function health({ records, store }: Adapters): Promise<readonly string[]> {
  return [...(await records.health()), ...(await store.health())]
}

const redactionFor = (
  { accessKeys, serverSecret, controlToken, store, records }: Options,
  { credentials: { secretOf }, domainKeys }: Adapters,
) => {
  const ofStore = typeof store === 'string' ? undefined : store.secretKey
  const ofKeys = accessKeys.map(({ secret }) => secret)
  const ofDomains = [...domainKeys.all()].flatMap(({ keys }) => keys)
  const secrets = [
    ...ofKeys,
    ...ofDomains,
    serverSecret,
    controlToken,
    ofStore,
    records?.password || undefined,
  ]
  return redaction({ own: secrets.filter((secret) => secret !== undefined), secretOf })
}

/**
 * What exists before the first request: the ports, and how they are watched and reset.
 *
 * @param ca PEM of the CA that clients have to trust
 */
export function compose(
  options: Options,
  persistence: Persistence,
  log: Log,
  ca: string | undefined,
) {
  const ports = adapters(options, persistence)
  const resetReactions: (() => void)[] = []
  return {
    ...ports,
    storeKind: ports.store.kind,
    log,
    ca,
    redaction: redactionFor(options, ports),
    publicHost: options.publicUrl && new URL(options.publicUrl).hostname,
    isDomain: (name: string) => ports.domainKeys.of(name) !== undefined,
    reset: resetting(ports, options, resetReactions),
    /** Has something done after each reset. */
    whenReset: (react: () => void) => void resetReactions.push(react),
    health: () => health(ports),
  }
}

export type Composition = ReturnType<typeof compose>
