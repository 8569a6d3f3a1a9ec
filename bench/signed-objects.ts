import { builtInKey, resolveOptions } from '#emulator/config.ts'
import { signOssV1, stringToSignOssV1 } from '#emulator/kernel/oss-v1.ts'
import { httpDate } from '#emulator/kernel/time.ts'
import type { Outgoing } from './client.ts'

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

/** An upload of one block, so many times over. */
export const putOf = (key: string, host: string, block: Buffer, blocks: number): Outgoing => ({
  head: head('PUT', key, host, block.length * blocks),
  block,
  blocks,
})

export const getOf = (key: string, host: string): Outgoing => ({ head: head('GET', key, host, 0) })
