import { setupServer } from 'msw/node'
import { createEmulator } from '../emulator/app.ts'
import { vodHandlers } from '../emulator/msw.ts'
import OSS from 'ali-oss'
process.on('uncaughtException', (e: any) => console.log('UNCAUGHT', e.stack, e.cause?.message))
process.on('unhandledRejection', (e) => console.log('UNHANDLED', e))
const emulator = await createEmulator({ store: 'memory' })
const server = setupServer(...vodHandlers(emulator)); server.listen({ onUnhandledFrame: 'error' })
const oss: any = new OSS({ accessKeyId: 'vod-emulator', accessKeySecret: 'vod-emulator-secret', bucket: emulator.options.bucket, endpoint: 'https://oss-cn-shanghai.aliyuncs.com', region: 'oss-cn-shanghai', authorizationV4: true } as any)
const url = (m: string): Promise<string> => oss.signatureUrlV4(m, 60, {}, 'k')
const wait = () => new Promise((r) => setTimeout(r, 300))
await oss.put('k', Buffer.alloc(5e6))
{ console.log('abort of a put through MSW fetch')
  const ctl = new AbortController(); let n = 0
  const body = new ReadableStream({ async pull(c) { await new Promise((r) => setTimeout(r, 10)); c.enqueue(Buffer.alloc(500_000)); if (++n === 4) ctl.abort() } })
  await fetch(await url('PUT'), { method: 'PUT', body, duplex: 'half', signal: ctl.signal } as never).catch((e) => console.log(String(e))); await wait() }
{ console.log('abort of a get through MSW fetch')
  const ctl = new AbortController()
  const r = await fetch(await url('GET'), { signal: ctl.signal }); const rd = r.body!.getReader(); await rd.read(); ctl.abort(); await rd.read().catch((e) => console.log(String(e))); await wait() }
{ console.log('cancel of a get through MSW fetch')
  const r = await fetch(await url('GET')); await r.body!.cancel(); await wait() }
{ console.log('a stream of ali-oss destroyed')
  const s = (await oss.getStream('k')).stream; await new Promise((r) => s.once('data', r)); s.destroy(); await wait() }
{ console.log('a get of ali-oss never read'); const s = (await oss.getStream('k')).stream; await wait(); s.destroy(); await wait() }
server.close(); await emulator.close(); console.log('end')
