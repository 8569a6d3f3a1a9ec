/** The time that searches for mistakes may take. They compute while every other request waits. */
export interface SearchTime {
  /** What this thread has computed so far, milliseconds. */
  readonly busy: () => number
  /** Milliseconds that a search starting now may take. */
  readonly available: () => number
  /** Charges the time that a search took, milliseconds. */
  readonly spend: (ms: number) => void
}

/** Maximum time of a search, milliseconds. */
const maxSearch = 25
/** Maximum time saved up, milliseconds: forty whole searches in a row. */
const most = 1000
/** Share of the time that goes to searches when mismatches never end. */
const share = 0.02

type Milliseconds = () => number

const wall: Milliseconds = () => performance.now()

/** Where other programs want the processor too, time passes in which nothing is tried. Before Node 23.9 that counts. */
const computed: Milliseconds = () => {
  const usage = process.threadCpuUsage?.()
  return usage ? (usage.user + usage.system) / 1000 : wall()
}

/**
 * 25 ms for one search, and over the length of time no more than a fiftieth of it for all: a client that sends nothing but
 * wrong signatures does not stop the others.
 */
export function searchTime(now: Milliseconds = wall, busy: Milliseconds = computed): SearchTime {
  let [saved, at] = [most, now()]
  return {
    busy,
    available() {
      const before = at
      at = now()
      saved = Math.min(most, saved + (at - before) * share)
      return Math.max(0, Math.min(maxSearch, saved))
    },
    spend(ms) {
      saved -= ms
    },
  }
}
