import { readFile } from 'node:fs/promises'
import { platform } from 'node:process'

/** Linux counts in hundredths of a second wherever it runs. */
const msPerTick = 10
/** Places of `utime` and `stime` after the name of the program, which may contain anything. */
const [user, system] = [11, 12]

async function processorMsOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[user]) + Number(fields[system])) * msPerTick
}

/** Processor time that processes have taken so far with all their threads, ms; NaN outside Linux. */
export async function processorMs(pids: readonly number[]): Promise<number> {
  if (platform !== 'linux') return Number.NaN
  const times = await Promise.all(pids.map(processorMsOf))
  return times.reduce((total, ms) => total + ms, 0)
}
