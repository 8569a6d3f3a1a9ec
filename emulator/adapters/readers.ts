export interface Readers {
  /** Counts a reader in; false when the object is being removed. */
  enter(name: string): boolean
  leave(name: string): Promise<void>
  /** Removes the object, or leaves that to its last reader. */
  remove(name: string): Promise<void>
}

/** Who reads what: an object stays until nobody reads it, because a stream asks for its bytes as it needs them. */
export function readers(discard: (name: string) => Promise<void>): Readers {
  const counts = new Map<string, number>()
  const doomed = new Set<string>()

  const erase = async (name: string) => {
    try {
      await discard(name)
    } finally {
      doomed.delete(name)
    }
  }

  return {
    enter(name) {
      if (doomed.has(name)) return false
      counts.set(name, (counts.get(name) ?? 0) + 1)
      return true
    },
    async leave(name) {
      const others = (counts.get(name) ?? 1) - 1
      if (others > 0) {
        counts.set(name, others)
        return
      }
      counts.delete(name)
      if (doomed.has(name)) await erase(name)
    },
    async remove(name) {
      doomed.add(name)
      if (!counts.has(name)) await erase(name)
    },
  }
}
