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

const resource = `/${resolveOptions().bucket}/bench`

function open({ port }: Launched, method: 'GET' | 'PUT', headers: Record<string, string>) {
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

function* blocks(): Iterable<Buffer> {
  for (let i = 0; i < mebibytes; i++) yield block
}

async function put(server: Launched): Promise<void> {
  const sent = open(server, 'PUT', { 'content-length': String(mebibytes * mebibyte) })
  await Promise.all([pipeline(Readable.from(blocks()), sent), finish(sent)])
}

async function get(server: Launched): Promise<void> {
  const sent = open(server, 'GET', {})
  sent.end()
  const size = await finish(sent)
  if (size !== mebibytes * mebibyte) throw new Error(`${size} octets came back`)
}

/** Repeats a transfer: its median rate, and how far the server's memory rose above what it was before the first. */
async function measured(
  name: string,
  server: Launched,
  transfer: (server: Launched) => Promise<void>,
): Promise<readonly Row[]> {
  const before = await residentOf(server.pid)
  await resetPeak(server.pid)
  const rates: number[] = []
  for (let i = 0; i < repeats; i++) {
    const startedAt = performance.now()
    await transfer(server)
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

/** A large object in and out, each through a fresh server on the default store. */
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
