import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Canary } from './canaries.ts'

/** Something that the emulator has shown or kept. */
export interface Seen {
  readonly where: string
  readonly text: string
}

/** The log of requests: its list, and each request. */
export async function loggedRequests(url: string): Promise<readonly Seen[]> {
  const list = await (await fetch(`${url}/_emulator/requests?limit=5000`)).text()
  const { requests } = JSON.parse(list) as { requests: readonly { requestId: string }[] }
  const details = await Promise.all(
    requests.map(async ({ requestId }) => ({
      where: 'one logged request',
      text: await (await fetch(`${url}/_emulator/requests/${requestId}`)).text(),
    })),
  )
  return [{ where: 'the list of requests', text: list }, ...details]
}

/** Forms in which a value could be found again. */
const formsOf = (value: string): readonly string[] => [
  value,
  encodeURIComponent(value),
  encodeURIComponent(encodeURIComponent(value)),
  Buffer.from(value).toString('base64').replace(/=+$/, ''),
]

/** All files below a folder, one after the other. */
export async function contentsOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const contents = await Promise.all(
    files.map((file) => readFile(join(file.parentPath, file.name), 'latin1')),
  )
  return contents.join('\n')
}

/** What can be found again, and where. */
export const leaks = (
  seen: readonly Seen[],
  canaries: readonly Pick<Canary, 'name' | 'value'>[],
): readonly string[] =>
  seen.flatMap(({ where, text }) =>
    canaries
      .filter(({ value }) => formsOf(value).some((form) => text.includes(form)))
      .map(({ name }) => `${name}: ${where}`),
  )
