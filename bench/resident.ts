import { readFile, writeFile } from 'node:fs/promises'

async function status(pid: number, field: 'VmRSS' | 'VmHWM'): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8')
  const kibibytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1]
  return Number(kibibytes) / 1024
}

/** Resident memory of a process now, MiB. Linux only. */
export const residentOf = (pid: number): Promise<number> => status(pid, 'VmRSS')

/** Its highest since the start or the last reset, MiB: of the kernel's own counting, so that no peak is missed. */
export const peakOf = (pid: number): Promise<number> => status(pid, 'VmHWM')

export const resetPeak = (pid: number): Promise<void> => writeFile(`/proc/${pid}/clear_refs`, '5')
