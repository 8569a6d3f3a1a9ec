/** Node fires a longer timer at once. */
const maxDelayMs = 2 ** 31 - 1

/** One timer, which keeps no process alive. */
export interface Alarm {
  /** Rings in so many ms, replacing what was set before; never for Infinity. A long delay may ring early. */
  set(delayMs: number): void
}

export function alarm(ring: () => void): Alarm {
  let timer: NodeJS.Timeout | undefined
  return {
    set(delayMs) {
      clearTimeout(timer)
      if (delayMs === Number.POSITIVE_INFINITY) return
      timer = setTimeout(ring, Math.min(Math.max(0, Math.ceil(delayMs)), maxDelayMs)).unref()
    },
  }
}
