/**
 * The bare program: the same framework, the same server, one answer of a given size. Nothing is read or checked.
 *
 * @module
 */
import { serve } from '@hono/node-server'
import { Hono } from 'hono'

const body = 'x'.repeat(Number(process.argv[2] ?? 2))
const headers = { 'content-type': 'application/json;charset=utf-8' }

const app = new Hono()
app.all('/', (c) => c.body(body, 200, headers))

serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
  process.stdout.write(`http://127.0.0.1:${port}\nReady.\n`)
})
process.on('SIGTERM', () => process.exit(0))
