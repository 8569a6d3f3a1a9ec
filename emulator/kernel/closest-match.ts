function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (const [line, character] of [...left].entries()) {
    const next = [line + 1]
    for (let column = 1; column <= right.length; column++) {
      const replaced = (row[column - 1] ?? 0) + (right[column - 1] === character ? 0 : 1)
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[right.length] ?? 0
}

/** `, did you mean X?` with the closest name, or nothing where none is close. */
export function suggestion(given: string, names: Iterable<string>): string {
  const [best] = [...names]
    .map((name) => ({ name, edits: distance(given, name) }))
    .filter(({ name, edits }) => edits <= Math.max(2, name.length / 3))
    .sort((left, right) => left.edits - right.edits)
  return best ? `, did you mean ${best.name}?` : ''
}
