import { builtInKey, resolveOptions } from '#emulator/config/index.ts'
import { signOssV1, stringToSignOssV1 } from '#emulator/kernel/oss-v1.ts'
import { httpDate } from '#emulator/kernel/time.ts'
import type { Side } from './objects.ts'
import type { Launched } from './servers/launch.ts'
import { reset } from './servers/programs.ts'

const { bucket } = resolveOptions()

function head(method: 'GET' | 'PUT', key: string, host: string, size: number): Buffer {
  const resource = `/${bucket}/${key}`
  const date = httpDate(Date.now())
  const signature = signOssV1(stringToSignOssV1({ method, date, resource }), builtInKey.secret)
  const lines = [
    `${method} ${resource} HTTP/1.1`,
    `Host: ${host}`,
    'User-Agent: bench',
    `Date: ${date}`,
    `Authorization: OSS ${builtInKey.id}:${signature}`,
    'Connection: keep-alive',
    ...(method === 'PUT' ? [`Content-Length: ${size}`] : []),
  ]
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1')
}

/** Requests of a server as an emulator takes them. */
export function signedFor({ port, pid }: Launched): Omit<Side, 'empty'> {
  const host = `127.0.0.1:${port}`
  return {
    port,
    pids: [pid],
    putOf: (key, block, blocks) => ({
      head: head('PUT', key, host, block.length * blocks),
      block,
      blocks,
    }),
    getOf: (key) => ({ head: head('GET', key, host, 0) }),
  }
}

/** An emulator, whatever it keeps its objects in. */
export const emulatorSide = (emulator: Launched): Side => ({
  ...signedFor(emulator),
  empty: () => reset(emulator),
})
