import { codeOf } from '../../kernel/error-code.ts'
import { StorageError } from '../../ports/storage-error.ts'
import type { Ask, Driver } from './driver.ts'

type Trouble = 'refuses' | 'full' | 'busy' | 'unreachable' | 'read-only' | 'failing'

const described: Readonly<Record<Trouble, readonly [state: string, remedy: string]>> = {
  refuses: ['refuses the user', 'look at user, password, database and rights'],
  full: ['is full', 'make room there'],
  busy: ['is busy', 'send fewer requests at once'],
  unreachable: ['cannot be reached', 'start it again'],
  'read-only': ['takes no changes', 'use a server that does'],
  failing: ['does not work', 'look at its log'],
}

/** By SQLSTATE, whole or its class. */
const ofState: Readonly<Record<string, Trouble>> = {
  '08': 'unreachable',
  '25006': 'read-only',
  '28': 'refuses',
  '3D': 'refuses', // No such database.
  '3F': 'refuses', // No such schema.
  '40': 'busy',
  '42501': 'refuses',
  '42P01': 'failing', // Our tables were removed.
  '53': 'busy',
  '53100': 'full',
  '55': 'unreachable', // A database that takes no connections.
  '55P03': 'busy',
  '57': 'unreachable',
  '57014': 'busy',
  '58': 'failing',
  XX: 'failing',
}

/** Whether the code comes from the server: an SQLSTATE, not one of Node's codes such as EPIPE. */
export const isState = (code: string): boolean => /^[0-9A-DF-Z][0-9A-Z]{4}$/.test(code)

function troubleOf(error: Error): Trouble | undefined {
  const code = codeOf(error)
  if (isState(code)) return ofState[code] ?? ofState[code.slice(0, 2)]
  // Node's codes for network failures, or the client's own messages, which have no code.
  return error instanceof TypeError ? undefined : 'unreachable'
}

/** A server's failure as a StorageError; other errors as they are. */
function postgresFailure(where: string, error: unknown): unknown {
  const trouble = error instanceof Error ? troubleOf(error) : undefined
  if (!(error instanceof Error) || trouble === undefined) return error
  const [state, remedy] = described[trouble]
  return new StorageError(
    `PostgreSQL at ${where} ${state} (${error.message || error.name}): ${remedy}, and try again.`,
    { cause: error },
  )
}

/** The same client, which rejects with StorageError when the server is at fault. */
export function tellingFailures(driver: Driver): Driver {
  const failed = (error: unknown): never => {
    throw postgresFailure(driver.where, error)
  }
  const telling =
    (ask: Ask): Ask =>
    (...statement) =>
      ask(...statement).catch(failed)

  async function transaction<T>(run: (ask: Ask) => Promise<T>): Promise<T> {
    let thrown: { readonly error: unknown } | undefined
    try {
      return await driver.transaction((ask) =>
        run(telling(ask)).catch((error: unknown) => {
          thrown = { error }
          throw error
        }),
      )
    } catch (error) {
      if (thrown) throw thrown.error
      return failed(error)
    }
  }

  return { ...driver, ask: telling(driver.ask), transaction }
}
