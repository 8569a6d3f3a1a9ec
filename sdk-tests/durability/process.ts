import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { EmulatorTarget } from '#contracts/target.ts'
import { createEmulator } from '#emulator/index.ts'
import { emulatorTarget } from '../setup/emulator-target.ts'

type Child = ChildProcessByStdio<null, Readable, Readable>

export interface Surroundings {
  /** A program that is given the emulator's command line, and runs it. */
  readonly within?: readonly string[]
  /** The user to run as, numeric. */
  readonly uid?: number
}

/** The emulator as a process of its own, killed if it still runs when it is disposed of. */
export interface Process extends AsyncDisposable {
  readonly pid: number
  readonly target: EmulatorTarget
  /** `kill -9`; comes back when the process is gone. */
  kill(): Promise<void>
}

/** How a process ended that did not come to `Ready.`. */
export interface Refusal {
  readonly status: number | null
  readonly message: string
}

/** Starts the program; its standard output and error are piped. */
export function launch(dataDir: string, { within = [], uid }: Surroundings = {}): Child {
  const program = [process.execPath, 'emulator/main.ts', '--port', '0', '--log', 'silent']
  const [command = '', ...rest] = [...within, ...program, '--data', dataDir]
  return spawn(command, rest, {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid !== undefined && { uid, gid: uid }),
  })
}

/** Waits for the end of a process, however it came. */
async function ended(child: Child): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return child.exitCode
}

/** The origin that a process prints, when it has come to `Ready.`. */
async function urlOf(child: Child): Promise<string | undefined> {
  let printed = ''
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    printed += String(chunk)
    if (printed.endsWith('Ready.\n')) return /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0]
  }
  return undefined
}

async function targetAt(url: string): Promise<EmulatorTarget> {
  await using defaults = await createEmulator({ store: 'memory' })
  return emulatorTarget(defaults, {
    rpc: { protocol: 'http', host: new URL(url).host },
    oss: url,
    ask: (path, init) => fetch(`${url}/_emulator${path}`, init),
  })
}

/** Starts an emulator on a folder. @throws Error with what it says when it refuses to start */
export async function startProcess(dataDir: string, around?: Surroundings): Promise<Process> {
  const child = launch(dataDir, around)
  const said = text(child.stderr)
  const kill = async () => {
    child.kill('SIGKILL')
    await ended(child)
  }
  const url = await urlOf(child)
  if (url === undefined || child.pid === undefined) {
    await kill()
    throw new Error(`The emulator did not start: ${await said}`)
  }
  return { pid: child.pid, target: await targetAt(url), kill, [Symbol.asyncDispose]: kill }
}

/** Starts an emulator that is not meant to start; one that does is killed. */
export async function refusedProcess(dataDir: string, around?: Surroundings): Promise<Refusal> {
  const child = launch(dataDir, around)
  const said = text(child.stderr)
  if ((await urlOf(child)) !== undefined) child.kill('SIGKILL')
  return { status: await ended(child), message: await said }
}
