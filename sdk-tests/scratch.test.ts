import { setupServer } from 'msw/node'
import { Readable } from 'node:stream'
import { afterAll, expect, test } from 'vitest'
import { vodHandlers } from '#emulator/msw.ts'
import { accountClient, uploadClient } from './drivers/ali-oss.ts'
import { openapiCore } from './drivers/openapi-core.ts'
import { octets } from './octets.ts'
import { emulatorUnderServiceNames } from './setup/target.ts'
import { startUpload } from './vod/chain.ts'
const { emulator, target } = await emulatorUnderServiceNames()
const server = setupServer(...vodHandlers(emulator)); server.listen({ onUnhandledFrame: 'error' })
afterAll(async () => { server.close(); await emulator.close() })
for (const v4 of [false, true]) {
  const c = () => accountClient(target, { v4, addressing: 'service-names', region: 'oss-cn-shanghai' })
  test.for(['two words', 'a+b', '100%', '%41', '中文/🎬', 'a?b#c', 'a//b', 'x/', `'"()*!~`, '+', 'tab\tx'])(`${v4} %j`, async (k) => {
    await c().put('t/' + k, Buffer.from(k)); const r = await c().get('t/' + k); expect(r.content.toString()).toBe(k)
    await c().head('t/' + k); await c().getObjectMeta('t/'+k)
    const p = await c().get('t/' + k, { headers: { Range: 'bytes=0-0' } }); expect(p.res.status).toBe(206)
    const n = await c().get('t/' + k, { headers: { 'If-None-Match': r.res.headers.etag! } }); expect(n.res.status).toBe(304)
    expect((await c().delete('t/' + k)).res.status).toBe(204)
    await expect(c().head('t/' + k)).rejects.toMatchObject({ code: 'NoSuchKey' })
    await c().put('e', Buffer.alloc(0)); expect((await c().get('e')).content).toHaveLength(0)
  })
  test(`${v4} refused`, async () => {
    const { upload } = await startUpload(openapiCore, target)
    const u = uploadClient(upload, { v4, addressing: 'service-names', region: 'cn-shanghai' })
    await expect(u.put('other', octets(12e6))).rejects.toMatchObject({ code: 'AccessDenied' })
    await expect(u.put('other', Readable.from([octets(6e6), octets(6e6)]))).rejects.toMatchObject({ code: 'AccessDenied' })
    await expect(u.head('other')).rejects.toMatchObject({ code: 'AccessDenied' })
    await u.put(upload.address.FileName, Readable.from([octets(6e6), octets(6e6)]))
    const broken = Readable.from((async function* () { yield octets(1e6); await new Promise((r) => setTimeout(r, 50)); throw new Error('torn') })())
    const key = upload.address.FileName
    await c().delete(key)
    await u.put(key, broken).catch((e) => console.log('torn ->', String(e).slice(0, 200)))
    await c().head(key).then((h) => console.log('HEAD after torn', h.status), (e) => console.log('HEAD after torn', e.code))
  })
}
