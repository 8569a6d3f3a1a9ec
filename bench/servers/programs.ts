import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { rolldown } from 'rolldown'
import { shared } from '../../rolldown.config.ts'

/** A program to be started by Node, with its arguments. */
export type Program = readonly [file: string, ...args: string[]]

const quiet = ['--port', '0', '--log', 'silent']

export const built: Program = ['dist/main.js', ...quiet]
export const source: Program = ['emulator/main.ts', ...quiet]

/** Builds the program as it is now, so that nothing stale is measured. */
export const build = async (): Promise<void> => {
  await promisify(execFile)('npm', ['run', 'build'])
}

/** Bundles the bare Hono program as the published one is, into a folder of its own. */
export async function bareProgram(folder: string): Promise<string> {
  const bundle = await rolldown({ ...shared, input: { hello: 'bench/servers/hono-hello.ts' } })
  await bundle.write({ dir: folder, format: 'esm', entryFileNames: '[name].mjs' })
  await bundle.close()
  return join(folder, 'hello.mjs')
}
