import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { shared } from '../../rolldown.config.ts'

/** A program to be started by Node, with its arguments. */
export type Program = readonly [file: string, ...args: string[]]

const quiet = ['--port', '0', '--log', 'silent']

export const built: Program = ['dist/main.js', ...quiet]
export const source: Program = ['emulator/main.ts', ...quiet]

/** The bare Hono program, bundled as the published one is, into a folder of its own. */
export async function bareProgram(folder: string): Promise<string> {
  await access(built[0]).catch(() => {
    throw new Error('There is no build; npm run build makes it.')
  })
  const bundle = await rolldown({ ...shared, input: { hello: 'bench/servers/hono-hello.ts' } })
  await bundle.write({ dir: folder, format: 'esm', entryFileNames: '[name].mjs' })
  await bundle.close()
  return join(folder, 'hello.mjs')
}
