import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bytes } from '../../setup/bytes.ts'
import type { ProcessContext } from '../../setup/program.ts'

export const works = (command: string, ...args: string[]): boolean =>
  spawnSync(command, args).status === 0

/** Why this machine cannot have a small disk. */
export const noSmallDisk = (): string | undefined =>
  works('unshare', '-Urm', 'true') ? undefined : 'it lets nobody mount a small disk'

/** A disk of some MiB with a folder `data`, seen by one process alone and gone with it. */
export const smallDisk = (path: string, size = 3): Required<Pick<ProcessContext, 'wrapper'>> => ({
  wrapper: [
    'unshare',
    '-Urm',
    'sh',
    '-c',
    `mount -t tmpfs -o size=${size}m tmpfs "$0" && mkdir "$0/data" && exec "$@"`,
    path,
  ],
})

/** A path as a process sees it: a disk may be mounted there for it alone. */
export const seenBy = ({ pid }: { readonly pid: number }, path: string): string =>
  join('/proc', String(pid), 'root', path)

/** Makes a file that takes all the room there is, to the last byte. */
export async function fill(file: string): Promise<void> {
  const block = bytes(64 * 1024)
  for (let size = block.length; size > 0; size = size >> 1)
    for (;;) {
      const written = await writeFile(file, block.subarray(0, size), { flag: 'a' }).catch(
        (error) => error.code,
      )
      if (written === 'ENOSPC') break
    }
}
