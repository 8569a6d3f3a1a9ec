// The README's first example, run from this checkout by whatever has a Node.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

function code() {
  const readme = readFileSync('README.md', 'utf8')
  const [, found] = /<!-- example: upload\.mjs -->\n```js\n([\s\S]*?)\n```\n/.exec(readme) ?? []
  if (found === undefined) throw new Error('The README has no example upload.mjs.')
  return found
}

/** Runs it by a command that takes the arguments of Node. It is told the endpoint by its environment. */
export function runExample([command, ...args], environment = {}) {
  const output = execFileSync(command, [...args, '--input-type=module', '-'], {
    input: code(),
    env: { ...process.env, ...environment },
    encoding: 'utf8',
    timeout: 60_000,
  })
  if (output !== 'Normal byte for byte\n') throw new Error(`The example printed: ${output}`)
}
