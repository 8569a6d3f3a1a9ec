/**
 * The bare program for object bodies: files of one folder, written apart and renamed when they are whole, with MD5 and
 * CRC-64 on the way. Nothing is checked, no record is kept.
 *
 * @module
 */
import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createCRC64, type IHasher } from 'hash-wasm'

const [folder = '.'] = process.argv.slice(2)
// Each has a WebAssembly memory of its own, so they are used again.
const idle: IHasher[] = []

async function put(incoming: IncomingMessage, outgoing: ServerResponse, target: string) {
  const path = join(folder, randomUUID())
  const md5 = createHash('md5')
  const crc64 = (idle.pop() ?? (await createCRC64())).init()
  async function* digested() {
    for await (const chunk of incoming) {
      md5.update(chunk)
      crc64.update(chunk)
      yield chunk
    }
  }
  try {
    await pipeline(digested, createWriteStream(path, { flags: 'wx' }))
    await rename(path, target)
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
  const etag = `"${md5.digest('hex').toUpperCase()}"`
  const crc = String(BigInt(`0x${crc64.digest()}`))
  idle.push(crc64)
  outgoing.writeHead(200, { etag, 'x-oss-hash-crc64ecma': crc, 'content-length': '0' }).end()
}

async function get(outgoing: ServerResponse, path: string) {
  const { size } = await stat(path)
  outgoing.writeHead(200, { 'content-length': String(size) })
  await pipeline(createReadStream(path), outgoing)
}

const server = createServer((incoming, outgoing) => {
  const path = join(folder, basename(incoming.url ?? ''))
  const done = incoming.method === 'PUT' ? put(incoming, outgoing, path) : get(outgoing, path)
  done.catch((error: Error) => outgoing.destroy(error))
})
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  process.stdout.write(`http://127.0.0.1:${port}\nReady.\n`)
})
process.on('SIGTERM', () => process.exit(0))
