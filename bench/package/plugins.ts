import { chmod, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { OutputBundle, Plugin } from 'rolldown'
import { noticeOf, packagesOf } from './notices.ts'

const modulesOf = (bundle: OutputBundle): readonly string[] =>
  Object.values(bundle).flatMap((output) => (output.type === 'chunk' ? output.moduleIds : []))

/** Writes the licences of everything that was bundled into one file of the output. */
export const notices = (fileName: string): Plugin => ({
  name: 'notices',
  async generateBundle(_, bundle) {
    const folders = packagesOf(modulesOf(bundle))
    const texts = await Promise.all(folders.map(noticeOf))
    const source = `vod-emulator contains parts of these packages.\n\n${texts.join('\n')}`
    this.emitFile({ type: 'asset', fileName, source })
  },
})

/** Puts a file into the output as it is. */
export const copied = (path: string): Plugin => ({
  name: 'copied',
  async generateBundle() {
    this.emitFile({ type: 'asset', fileName: basename(path), source: await readFile(path) })
  },
})

/** Makes an entry a program, as npm does on installing it. */
export const executable = (entry: string): Plugin => ({
  name: 'executable',
  async writeBundle({ dir = '.' }) {
    await chmod(join(dir, `${entry}.js`), 0o755)
  },
})
