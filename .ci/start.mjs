// `npm start` and the README's example, on whatever Node this machine has.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { runExample } from './example.mjs'

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
  runExample([process.execPath], { VOD_ENDPOINT: endpoint })
  console.log(`npm start and the README's example: good on Node ${process.version}`)
} finally {
  process.kill(-started.pid, 'SIGTERM')
}
