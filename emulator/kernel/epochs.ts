/** The times between resets: what begins in one must not end in another, for its bytes may be gone. */
export interface Epochs {
  /** Answers whether the epoch that runs now has run until the moment of asking; never, while none runs. */
  current(): () => boolean
  /** Ends the epoch; the next one begins behind the task. */
  between<T>(task: () => Promise<T>): Promise<T>
}

export function epochs(): Epochs {
  let running: symbol | undefined = Symbol('epoch')
  return {
    current() {
      const begun = running
      return () => begun !== undefined && begun === running
    },
    async between(task) {
      running = undefined
      try {
        return await task()
      } finally {
        running = Symbol('epoch')
      }
    },
  }
}
