import { sendAll } from './client.ts'
import { launch } from './servers/launch.ts'
import { v1, v3 } from './signed-calls.ts'
const which = process.argv[2] === 'v3' ? v3 : v1
const main = process.argv[3] ?? 'dist/main.js'
await using s = await launch([process.execPath, '--cpu-prof', '--cpu-prof-interval', '500', '--cpu-prof-dir=/tmp/prof', main, '--port', '0', '--log', 'silent'])
const host = `127.0.0.1:${s.port}`
for (let i = 0; i < 8; i++) {
  const r = Array.from({ length: 3000 }, () => which(host))
  const t = await sendAll(s.port, r, 16)
  console.log(Math.round(3000 / t.milliseconds * 1000), t.clientBusy.toFixed(2))
}
