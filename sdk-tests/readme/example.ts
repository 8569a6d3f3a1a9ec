import { execFile } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('../../', import.meta.url))
const run = promisify(execFile)

/** What Node has compiled of this checkout. */
const compiled = `${root}node_modules/.cache/compiled`

/** The README and the pages that it points to. */
const pages = ['README.md', ...globSync('docs/*.md', { cwd: root })]
export const pageText = (page: string): string => readFileSync(`${root}${page}`, 'utf8')

const text = pages.map(pageText).join('\n')

/** The name in the mark above each block of JavaScript; undefined where there is no mark. */
export const exampleNames = (): readonly (string | undefined)[] =>
  [...text.matchAll(/(?:<!-- example: (\S+) -->\n)?```(?:js|ts|mjs)\n/g)].map(([, name]) => name)

const languages: Readonly<Record<string, string>> = { '.html': 'html', '.js': 'js', '.mjs': 'js' }

/** The code that follows a mark, as it stands there. @throws Error when there is none */
export function exampleOf(name: string): string {
  const [, rest] = text.split(`<!-- example: ${name} -->\n\`\`\`${languages[extname(name)]}\n`)
  const [code, end] = rest?.split('\n```\n') ?? []
  if (code === undefined || end === undefined) throw new Error(`No page has an example ${name}.`)
  return code
}

/**
 * Runs code as a user does, beside the README, with `vod-emulator` standing for this checkout. Returns its output.
 *
 * @param name of the file while it runs
 */
export async function runCode(
  name: string,
  code: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const file = `${root}.example-${process.pid}-${name}`
  await writeFile(file, code)
  try {
    const self = new URL('self-reference.ts', import.meta.url).href
    const { stdout } = await run(process.execPath, ['--import', self, file], {
      cwd: root,
      // Its client gives up after three seconds, in which a slow machine compiles no sources.
      env: { ...process.env, NODE_COMPILE_CACHE: compiled, ...environment },
    })
    return stdout
  } finally {
    await rm(file)
  }
}

/** Runs an example of the README or of the pages that it points to. */
export const runExample = (
  name: string,
  environment?: Readonly<Record<string, string>>,
): Promise<string> => runCode(name, exampleOf(name), environment)
