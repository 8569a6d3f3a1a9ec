import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'

const boundMs = 60_000
const betweenTriesMs = 25

interface Program {
  readonly command: readonly string[]
  /** Its whole environment: nothing of ours is handed on. */
  readonly env: Readonly<Record<string, string>>
  /** A URL that answers 200 as soon as the program is ready. */
  readonly health: string
  /** The file that gets what it prints. */
  readonly log: string
}

interface Restartable {
  readonly pid: number
  start(): Promise<void>
  kill(): Promise<void>
}

const isOver = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null

const answers = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(10_000) }).then(
    (response) => response.ok,
    () => false,
  )

async function untilReady(child: ChildProcess, health: string): Promise<void> {
  const bound = AbortSignal.timeout(boundMs)
  while (!(await answers(health))) {
    if (isOver(child)) throw new Error(`It ended with ${child.exitCode ?? child.signalCode}.`)
    if (bound.aborted) throw new Error(`${health} did not answer 200 within ${boundMs} ms.`)
    await setTimeout(betweenTriesMs)
  }
}

async function spawned({ command, env, log }: Program): Promise<ChildProcess> {
  const [file = '', ...args] = command
  const output = openSync(log, 'a')
  try {
    const child = spawn(file, args, { env, stdio: ['ignore', output, output] })
    await once(child, 'spawn')
    return child
  } finally {
    closeSync(output)
  }
}

/** A program that is killed and started again; it does not outlive an orderly end of this process. */
export function restartable(program: Program): Restartable {
  let child: ChildProcess | undefined
  const endWithUs = () => child?.kill('SIGKILL')
  return {
    get pid() {
      return child?.pid ?? Number.NaN
    },
    async start() {
      child = await spawned(program)
      process.once('exit', endWithUs)
      await untilReady(child, program.health)
    },
    async kill() {
      process.off('exit', endWithUs)
      if (!child || isOver(child)) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}
