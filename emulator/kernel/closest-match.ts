import { closestMatch } from 'leven'

/** `, did you mean X?` with the closest name, or nothing where none is close. */
export function suggestion(given: string, names: Iterable<string>): string {
  // No name is that long, and comparing takes as many steps as both lengths multiplied.
  if (given.length > 100) return ''
  const maxDistance = Math.max(2, Math.floor(given.length / 3))
  const name = closestMatch(given, [...names], { maxDistance })
  return name === undefined ? '' : `, did you mean ${name}?`
}
