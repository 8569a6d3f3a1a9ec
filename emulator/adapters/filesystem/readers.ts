export interface Readers {
  /** Counts a reader in; false when the object is being removed. */
  enter(path: string): boolean
  leave(path: string): Promise<void>
  /** Removes the object, or leaves that to its last reader. */
  remove(path: string): Promise<void>
}

/** Who reads what: an object of many files is opened file by file, so they stay as long as a stream needs them. */
export function readers(discard: (path: string) => Promise<void>): Readers {
  const counts = new Map<string, number>()
  const doomed = new Set<string>()

  const erase = async (path: string) => {
    try {
      await discard(path)
    } finally {
      doomed.delete(path)
    }
  }

  return {
    enter(path) {
      if (doomed.has(path)) return false
      counts.set(path, (counts.get(path) ?? 0) + 1)
      return true
    },
    async leave(path) {
      const others = (counts.get(path) ?? 1) - 1
      if (others > 0) {
        counts.set(path, others)
        return
      }
      counts.delete(path)
      if (doomed.has(path)) await erase(path)
    },
    async remove(path) {
      doomed.add(path)
      if (!counts.has(path)) await erase(path)
    },
  }
}
