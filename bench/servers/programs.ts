import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { rolldown } from 'rolldown'
import { shared } from '../../rolldown.config.ts'
import type { Launched } from './launch.ts'

/** A program to be started by Node, with its arguments. */
export type Program = readonly [file: string, ...args: string[]]

const quiet = ['--port', '0', '--log', 'silent']

export const built: Program = ['dist/main.js', ...quiet]
export const source: Program = ['emulator/cli/main.ts', ...quiet]

/** Builds the program as it is now, so that nothing stale is measured. */
export const build = async (): Promise<void> => {
  await promisify(execFile)('npm', ['run', 'build'])
}

/** Bundles a bare program of this folder as the published one is, into another, and answers its file. */
export async function bareProgram(
  name: 'floor' | 'hono-hello' | 'bare-writer',
  folder: string,
): Promise<string> {
  const bundle = await rolldown({ ...shared, input: { [name]: `bench/servers/${name}.ts` } })
  await bundle.write({ dir: folder, format: 'esm', entryFileNames: '[name].mjs' })
  await bundle.close()
  return join(folder, `${name}.mjs`)
}

/** Empties an emulator. @throws Error when it refuses */
export async function reset({ port }: Launched): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/_emulator/reset`, { method: 'POST' })
  if (!response.ok) throw new Error(`reset: ${response.status}`)
  await response.arrayBuffer()
}
