/** What to say where Node is too old, before anything fails in a way that nobody can read. */
export function oldNode(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 13)) return undefined
  return `needs Node 22.13 or later, this is v${version}`
}
