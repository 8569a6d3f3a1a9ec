import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

/** The emulator as a process; its standard output and error are piped. */
export type Child = ChildProcessByStdio<null, Readable, Readable>

export interface ProcessContext {
  /** A program that is given the emulator's command line, and runs it. */
  readonly wrapper?: readonly string[]
  /** The user to run as, numeric. */
  readonly uid?: number | undefined
}

/** How a process ended, and what it said. */
export interface Ending {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** The checkout, from which the program is started. */
export const cwd = fileURLToPath(new URL('../../', import.meta.url))

const program = [process.execPath, 'emulator/cli/main.ts']

/** Starts the program on a free port. */
export function spawnProgram(
  args: readonly string[],
  { wrapper = [], uid }: ProcessContext = {},
): Child {
  const [command = '', ...rest] = [...wrapper, ...program, '--port', '0', ...args]
  return spawn(command, rest, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid !== undefined && { uid, gid: uid }),
  })
}

/** The origin that a process prints, when it has come to `Ready.`. */
export async function urlFrom(output: Readable): Promise<string | undefined> {
  let printed = ''
  for await (const chunk of output.iterator({ destroyOnReturn: false })) {
    printed += String(chunk)
    if (printed.endsWith('Ready.\n')) return /https?:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0]
  }
  return undefined
}

/** Waits for the end of a process, however it came. */
export async function ended(child: Child): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return child.exitCode
}

/** Runs the program to its end, with nothing in its environment but what is given. */
export async function runProgram(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ending> {
  const [command = '', ...rest] = [...program, ...args]
  const child = spawn(command, rest, {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  })
  const [stdout, stderr, status] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    ended(child),
  ])
  return { status, stdout, stderr }
}
