import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { urlFrom } from '../../setup/program.ts'
import { domain } from './requests/cdn.ts'

/** What a process has, after a full collection; bytes. */
export interface Memory {
  /** Heap and what hangs on it outside: what the program cannot let go of. */
  readonly held: number
  /** Of the whole process, as the system counts it: what it once needed, mostly. */
  readonly resident: number
  /** Sockets, files and timers, a number. */
  readonly open: number
}

/** The emulator's program in a process of its own, seen from outside. */
export interface Child extends AsyncDisposable {
  readonly port: number
  /** Lines on standard error that tell of no request, and how the process ended if it did. */
  readonly problems: readonly string[]
  memory(): Promise<Memory>
  /** Whether the process still answers; its last words are among the problems when it does not. */
  lives(): Promise<boolean>
}

/** Maximum time to an orderly end, ms. */
const patienceMs = 60_000

/** Its own limits of time would end what hangs before a client notices that it does. */
const unhurried = ['--idle-seconds', '3600', '--request-seconds', '3600']

const root = fileURLToPath(new URL('../../../', import.meta.url))
const probe = new URL('memory-probe.ts', import.meta.url).href

/** A line of the JSON log that tells of one request; unforeseen failures are logged with their stack instead. */
function tellsOfRequest(line: string): boolean {
  try {
    const entry: unknown = JSON.parse(line)
    return typeof entry === 'object' && entry !== null && 'status' in entry && !('failure' in entry)
  } catch {
    return false
  }
}

/** What should never be printed there: most of it comes with a stack, whose beginning is enough. */
function problemsOf(child: ChildProcess, errors: Readable): readonly string[] {
  const problems: string[] = []
  const note = (line: string) => {
    if (problems.length < 20) problems.push(line)
  }
  createInterface({ input: errors }).on('line', (line) => {
    if (!tellsOfRequest(line)) note(line)
  })
  child.on('exit', (code, signal) => note(`The process ended with ${code ?? signal}.`))
  return problems
}

/** Starts `node emulator/cli/main.ts` on a free port. Disposing stops it and waits until it has ended. */
export async function startChild(log: 'json' | 'silent' = 'json'): Promise<Child> {
  const child = spawn(
    process.execPath,
    [
      '--expose-gc',
      '--import',
      probe,
      'emulator/cli/main.ts',
      '--port',
      '0',
      '--log',
      log,
      '--cdn-domain',
      `${domain.name}:${domain.key}`,
      ...unhurried,
    ],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
  )
  const { stdout, stderr } = child
  if (!stdout || !stderr) throw new Error('The process has no output.')
  const problems = problemsOf(child, stderr)
  const url = await urlFrom(stdout)
  if (!url) throw new Error(`The emulator did not start: ${problems.join('\n')}`)
  const ended = once(child, 'exit')
  const measured = async (): Promise<Memory> => {
    child.send('measure')
    const [memory] = await once(child, 'message')
    return memory
  }
  return {
    port: Number(new URL(url).port),
    problems,
    memory: measured,
    lives: async () =>
      'held' in (await Promise.race([ended, child.connected ? measured() : ended])),
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const impatience = setTimeout(() => child.kill('SIGKILL'), patienceMs)
      child.kill('SIGTERM')
      await ended
      clearTimeout(impatience)
      if (child.signalCode === 'SIGKILL')
        throw new Error('The emulator did not stop when asked to.')
    },
  }
}
