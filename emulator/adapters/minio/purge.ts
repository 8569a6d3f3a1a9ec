import type { Ledger, Listed } from './ledger.ts'

/** Whether something that a store has put is to be kept. */
export interface Kept {
  revision(revision: string): boolean
  handle(handle: string): boolean
}

export const nothing: Kept = { revision: () => false, handle: () => false }

/** How long a put of another emulator may wait for its record, ms: longer than any put takes. */
const sparedMs = 24 * 3600 * 1000

/** Removes all that is not to be kept. @param since what came later is spared, ms @returns how much it was */
export async function purge(
  ledger: Ledger,
  remove: (revision: string) => Promise<void>,
  kept: Kept,
  since = Number.POSITIVE_INFINITY,
): Promise<number> {
  const isOld = ({ atMs }: Listed) => atMs <= since
  const handles = (await ledger.uploads()).filter((one) => isOld(one) && !kept.handle(one.key))
  const dead = (await ledger.entries()).filter((one) => isOld(one) && !kept.revision(one.key))
  for (const { key } of handles) await ledger.closeUpload(key)
  await Promise.all(dead.map(({ key }) => remove(key)))
  return handles.length + dead.length
}

/** Since when other emulators on the records may have put bytes that have no record yet, ms. */
export const spared = (nowMs: number): number => nowMs - sparedMs
