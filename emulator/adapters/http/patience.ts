import { FetchError } from '../../ports/fetcher.ts'

/** How long a server may take, by the system's clock. */
export interface Patience {
  /** How long it may pause, ms. */
  readonly idleMs: number
  /** How long the whole file may take, ms. */
  readonly totalMs: number
}

/** Watches an exchange from its start on; its reader may take as long as it likes between two reads. */
export function patient({ idleMs, totalMs }: Patience, giveUp: (error: FetchError) => void) {
  let isWaiting = true
  const idle = setTimeout(() => {
    if (isWaiting) giveUp(new FetchError(`The server sent nothing for ${idleMs / 1000} s.`))
  }, idleMs)
  const total = setTimeout(
    () => giveUp(new FetchError(`The file took more than ${totalMs / 1000} s.`)),
    totalMs,
  )
  return {
    /** Waits for the server: a pause that is too long fails. */
    async whileWaiting<T>(read: Promise<T>): Promise<T> {
      isWaiting = true
      idle.refresh()
      try {
        return await read
      } finally {
        isWaiting = false
      }
    },
    end() {
      clearTimeout(idle)
      clearTimeout(total)
    },
  }
}
