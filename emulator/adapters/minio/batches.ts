/** Collects the items of one turn of the event loop and handles them together; each caller learns how that went. */
export function batched<T>(
  act: (items: readonly T[]) => Promise<void>,
): (item: T) => Promise<void> {
  let items: T[] = []
  let running: Promise<void> | undefined
  const run = async () => {
    await Promise.resolve()
    const batch = items
    items = []
    running = undefined
    await act(batch)
  }
  return (item) => {
    items.push(item)
    running ??= run()
    return running
  }
}
