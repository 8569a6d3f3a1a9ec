import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('../../', import.meta.url))
const run = promisify(execFile)

/** The code that follows a mark of the README, as it stands there. @throws Error when there is none */
function exampleOf(name: string): string {
  const readme = readFileSync(`${root}README.md`, 'utf8')
  const [, rest] = readme.split(`<!-- example: ${name} -->\n\`\`\`js\n`)
  const [code, end] = rest?.split('\n```\n') ?? []
  if (code === undefined || end === undefined) throw new Error(`The README has no example ${name}.`)
  return code
}

/** Runs code as a user does, beside the README, with `vod-emulator` standing for this checkout. Answers its output. */
export async function runExample(
  name: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const file = `${root}.example-${process.pid}-${name}`
  await writeFile(file, exampleOf(name))
  try {
    const self = new URL('self-reference.ts', import.meta.url).href
    const { stdout } = await run(process.execPath, ['--import', self, file], {
      cwd: root,
      env: { ...process.env, ...environment },
    })
    return stdout
  } finally {
    await rm(file)
  }
}
