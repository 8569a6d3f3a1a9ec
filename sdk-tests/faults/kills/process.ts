import { text } from 'node:stream/consumers'
import type { EmulatorTarget } from '#contracts/target.ts'
import { createEmulator } from '#emulator/index.ts'
import { emulatorTarget } from '../../setup/emulator-target.ts'
import {
  type Child,
  ended,
  type ProcessContext,
  spawnProgram,
  urlFrom,
} from '../../setup/program.ts'

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

/** How the program is started on a folder. */
export interface Launch extends ProcessContext {
  /** Further options of its command line. */
  readonly args?: readonly string[]
}

/** Starts the program on a folder. */
export const launch = (dataDir: string, { args = [], ...around }: Launch = {}): Child =>
  spawnProgram(['--log', 'silent', '--data', dataDir, ...args], around)

/** The emulator of a process as a target. */
export async function targetAt(url: string): Promise<EmulatorTarget> {
  await using defaults = await createEmulator({ store: 'memory' })
  return emulatorTarget(defaults, {
    rpc: { protocol: 'http', host: new URL(url).host },
    oss: url,
    ask: (path, init) => fetch(`${url}/_emulator${path}`, init),
  })
}

/** Starts an emulator on a folder. @throws Error with what it says when it refuses to start */
export async function startProcess(dataDir: string, around?: Launch): Promise<Process> {
  const child = launch(dataDir, around)
  const said = text(child.stderr)
  const kill = async () => {
    child.kill('SIGKILL')
    await ended(child)
  }
  const url = await urlFrom(child.stdout)
  if (url === undefined || child.pid === undefined) {
    await kill()
    throw new Error(`The emulator did not start: ${await said}`)
  }
  return { pid: child.pid, target: await targetAt(url), kill, [Symbol.asyncDispose]: kill }
}

/** Starts an emulator that is not meant to start; one that does is killed. */
export async function refusedProcess(dataDir: string, around?: Launch): Promise<Refusal> {
  const child = launch(dataDir, around)
  const said = text(child.stderr)
  if ((await urlFrom(child.stdout)) !== undefined) child.kill('SIGKILL')
  return { status: await ended(child), message: await said }
}
