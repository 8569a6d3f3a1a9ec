/** Runs a task one at a time; callers that come before a run has begun share it. */
export function sharedRuns(task: () => Promise<void>): () => Promise<void> {
  let last: Promise<void> = Promise.resolve()
  let waiting: Promise<void> | undefined
  return () => {
    waiting ??= last
      .catch(() => undefined)
      .then(() => {
        waiting = undefined
        return task()
      })
    last = waiting
    return waiting
  }
}
