// `npm start` and the README's example, on whatever Node this machine has.
import { execFileSync, spawn } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

const file = '.example-ci.mjs'
const readme = readFileSync('README.md', 'utf8')
const [, code] = /<!-- example: upload\.mjs -->\n```js\n([\s\S]*?)\n```\n/.exec(readme) ?? []
if (code === undefined) throw new Error('The README has no example upload.mjs.')

// A group of its own, so that npm and what it starts end together.
const started = spawn('npm', ['start', '--', '--port', '0'], {
  detached: true,
  stdio: ['ignore', 'pipe', 'ignore'],
  timeout: 60_000,
})
try {
  let endpoint
  let ready = false
  for await (const line of createInterface({ input: started.stdout })) {
    endpoint ??= /Endpoint\s+(http:\S+)/.exec(line)?.[1]
    ready = line === 'Ready.'
    if (ready) break
  }
  if (!ready || !endpoint) throw new Error('npm start did not come to Ready.')
  writeFileSync(file, code)
  const env = { ...process.env, VOD_ENDPOINT: endpoint }
  const output = execFileSync(process.execPath, [file], { env, encoding: 'utf8' })
  if (output !== 'Normal byte for byte\n') throw new Error(`The example printed: ${output}`)
  console.log(`npm start and the README's example: good on Node ${process.version}`)
} finally {
  rmSync(file, { force: true })
  process.kill(-started.pid, 'SIGTERM')
}
