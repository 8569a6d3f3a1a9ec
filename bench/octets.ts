import { once } from 'node:events'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { builtInKey, resolveOptions } from '#emulator/config.ts'
import { signOssV1, stringToSignOssV1 } from '#emulator/kernel/oss-v1.ts'
import { httpDate } from '#emulator/kernel/time.ts'
import { peakOf, resetPeak, residentOf } from './memory.ts'
import { type Launched, launchNode } from './servers/launch.ts'
import { built } from './servers/programs.ts'
import { median } from './statistics.ts'
import { type Row, rate } from './table.ts'

const mebibyte = 1024 ** 2
const mebibytes = 256
const repeats = 3
const block = Buffer.alloc(mebibyte, 'octets of no meaning, ')

const bucket = resolveOptions().bucket

function open(
  { port }: Launched,
  method: 'GET' | 'PUT',
  key: string,
  headers: Record<string, string>,
) {
  const resource = `/${bucket}/${key}`
  const date = httpDate(Date.now())
  const signature = signOssV1(stringToSignOssV1({ method, date, resource }), builtInKey.secret)
  const authorization = `OSS ${builtInKey.id}:${signature}`
  return request({
    host: '127.0.0.1',
    port,
    method,
    path: resource,
    headers: { date, authorization, ...headers },
  })
}

async function finish(sent: ClientRequest): Promise<number> {
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  if (response.statusCode !== 200) throw new Error(`answered ${response.statusCode}`)
  let size = 0
  for await (const chunk of response) size += chunk.length
  return size
}

function* blocks(count: number): Iterable<Buffer> {
  for (let i = 0; i < count; i++) yield block
}

type Transfer = (server: Launched, key: string, count: number) => Promise<void>

const put: Transfer = async (server, key, count) => {
  const sent = open(server, 'PUT', key, { 'content-length': String(count * mebibyte) })
  await Promise.all([pipeline(Readable.from(blocks(count)), sent), finish(sent)])
}

const get: Transfer = async (server, key, count) => {
  const sent = open(server, 'GET', key, {})
  sent.end()
  const size = await finish(sent)
  if (size !== count * mebibyte) throw new Error(`${size} octets came back`)
}

/** Repeats a transfer: its median rate, and how far the server's memory rose above what it was before the first. */
async function measured(
  name: string,
  server: Launched,
  transfer: Transfer,
): Promise<readonly Row[]> {
  // What the first request loads is no growth by the bytes of one.
  await put(server, 'small', 1)
  await get(server, 'small', 1)
  const before = await residentOf(server.pid)
  await resetPeak(server.pid)
  const rates: number[] = []
  for (let i = 0; i < repeats; i++) {
    const startedAt = performance.now()
    await transfer(server, 'large', mebibytes)
    rates.push(mebibytes / ((performance.now() - startedAt) / 1000))
  }
  const growth = (await peakOf(server.pid)) - before
  const what = `${mebibytes} MiB ${name}`
  return [
    { measure: `${what}, MiB/s`, emulator: rate(median(rates)) },
    {
      measure: `${what}, memory growth, MiB`,
      emulator: (growth / mebibyte).toFixed(0),
      aim: '≤ 64',
      note: `from ${(before / mebibyte).toFixed(0)} MiB`,
    },
  ]
}

/** A large object in and out, each through a fresh server on the same folder. */
export async function octets(folder: string): Promise<readonly Row[]> {
  const program = [...built, '--data', join(folder, 'data')]
  const transfers = { put, get }
  const rows: Row[] = []
  for (const [name, transfer] of Object.entries(transfers)) {
    await using server = await launchNode(program)
    rows.push(...(await measured(name, server, transfer)))
  }
  return rows
}
