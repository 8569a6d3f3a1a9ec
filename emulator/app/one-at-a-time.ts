/** Runs of a task follow each other; a failed one does not stop the next. */
export function oneAtATime(task: () => Promise<void>): () => Promise<void> {
  let last: Promise<void> = Promise.resolve()
  return () => {
    const next = last.catch(() => undefined).then(task)
    last = next
    return next
  }
}
