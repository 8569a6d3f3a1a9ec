import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

interface Manifest {
  readonly name: string
  readonly version: string
  readonly license?: string
}

/** The packages that modules belong to, by their folders, sorted. */
export function packagesOf(modules: readonly string[]): readonly string[] {
  const folders = modules.flatMap(
    (module) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(module) ?? [],
  )
  return [...new Set(folders)].sort()
}

async function licenceText(folder: string): Promise<string> {
  const name = (await readdir(folder)).find((file) => /^licen[cs]e/i.test(file))
  return name ? (await readFile(join(folder, name), 'utf8')).trim() : ''
}

/** Name, version and licence of a package, and the licence's text where the package brings it. */
export async function noticeOf(folder: string): Promise<string> {
  const manifest: Manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  const { name, version, license = 'unknown' } = manifest
  return `---- ${name} ${version} (${license})\n\n${await licenceText(folder)}\n`
}
