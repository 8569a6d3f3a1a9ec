import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { env } from 'node:process'

export interface Launched extends AsyncDisposable {
  readonly pid: number
  readonly port: number
  /** From the start of the process to its line `Ready.`, ms. */
  readonly readyMs: number
  /** When the process was started, by `performance.now()`. */
  readonly startedAt: number
}

/** Starts a program that prints its address and then `Ready.`; disposing waits until it has ended. */
export async function launch(
  command: readonly [program: string, ...args: string[]],
  environment: Readonly<Record<string, string>> = {},
): Promise<Launched> {
  const [program, ...args] = command
  const startedAt = performance.now()
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...env, ...environment },
  })
  let printed = ''
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    printed += chunk
    if (printed.endsWith('Ready.\n')) break
  }
  const readyMs = performance.now() - startedAt
  const port = /http:\/\/127\.0\.0\.1:(\d+)/.exec(printed)?.[1]
  if (!port || child.pid === undefined) throw new Error(`${command.join(' ')} did not start`)
  return {
    pid: child.pid,
    port: Number(port),
    readyMs,
    startedAt,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}

/** The same for a program of Node. */
export const launchNode = (
  program: readonly string[],
  environment?: Readonly<Record<string, string>>,
): Promise<Launched> => launch([process.execPath, ...program], environment)
