/**
 * Writes the generated pages and sections; with `--check` it writes nothing and fails when one is not up to date.
 *
 * @module
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { sections, wholePages } from './pages.ts'

const read = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '')

/** Puts a text between `<!-- name -->` and `<!-- /name -->`. @throws Error when a page lacks the marks */
function withSection(page: string, path: string, name: string, text: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const [start, end] = [page.indexOf(open), page.indexOf(close)]
  if (start < 0 || end < start) throw new Error(`${path} has no ${open} … ${close}`)
  return `${page.slice(0, start + open.length)}\n${text}\n${page.slice(end)}`
}

async function pages(): Promise<ReadonlyMap<string, string>> {
  const result = new Map(wholePages())
  for (const [path, texts] of sections()) {
    const page = await read(path)
    const filled = Object.entries(texts).reduce(
      (text, [name, section]) => withSection(text, path, name, section),
      page,
    )
    result.set(path, filled)
  }
  return result
}

const checking = process.argv.includes('--check')
for (const [path, text] of await pages()) {
  if ((await read(path)) === text) continue
  if (checking) {
    process.stderr.write(`${path} is not up to date; run npm run docs\n`)
    process.exitCode = 1
    continue
  }
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
  process.stdout.write(`wrote ${path}\n`)
}
