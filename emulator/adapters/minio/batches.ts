/** Collects what is asked for in one turn and does it in one go; each asker learns how that went. */
export function batched<T>(
  act: (items: readonly T[]) => Promise<void>,
): (item: T) => Promise<void> {
  let items: T[] = []
  let acting: Promise<void> | undefined
  const begin = async () => {
    await Promise.resolve()
    const batch = items
    items = []
    acting = undefined
    await act(batch)
  }
  return (item) => {
    items.push(item)
    acting ??= begin()
    return acting
  }
}
