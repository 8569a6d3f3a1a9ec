import { join } from 'node:path'
import { type Outgoing, sendAll } from './client.ts'
import { peakOf, resetPeak, residentOf } from './resident.ts'
import { type Launched, launchNode } from './servers/launch.ts'
import { built } from './servers/programs.ts'
import { creation, type Signing, v1 } from './signed-calls.ts'
import { getOf, putOf } from './signed-objects.ts'
import type { Row } from './table.ts'

const batch = 5000
const connections = 16
const block = Buffer.alloc(1024 ** 2, 'octets of no meaning, ')
const mebibytes = 256

const hostOf = ({ port }: Launched) => `127.0.0.1:${port}`

/** Makes so many calls, a batch prepared at a time. */
async function call(server: Launched, sign: Signing, times: number): Promise<void> {
  for (let made = 0; made < times; made += batch) {
    const requests = Array.from({ length: batch }, () => sign(hostOf(server)))
    await sendAll(server.port, requests, { connections })
  }
}

const resident = async (measure: string, { pid }: Launched, aim?: string): Promise<Row> => ({
  measure: `resident ${measure}, MiB`,
  emulator: (await residentOf(pid)).toFixed(0),
  ...(aim && { aim }),
})

/** A media that is not there: a call that leaves nothing but its nonce. */
const reading = v1({
  ...creation,
  action: 'GetAttachedMediaInfo',
  parameters: { MediaIds: '0'.repeat(32) },
})

async function afterCalls(): Promise<readonly Row[]> {
  await using server = await launchNode(built)
  const started = await resident('after start', server, '≤ 80')
  await call(server, reading, 100_000)
  return [started, await resident('after 100,000 calls', server)]
}

async function afterMedia(): Promise<Row> {
  await using server = await launchNode(built)
  await call(server, v1(creation), 10_000)
  return resident('after 10,000 media', server)
}

type Requests = (host: string) => readonly Outgoing[]

const put: Requests = (host) => [putOf('large', host, block, mebibytes)]
const get: Requests = (host) => [getOf('large', host)]
const small: Requests = (host) => [putOf('small', host, block, 1), getOf('small', host)]

const send = (server: Launched, requests: Requests) =>
  sendAll(server.port, requests(hostOf(server)), { connections: 1 })

/** How far the memory of a fresh server rises above what it was before, while a large object passes three times. */
async function growth(name: string, transfer: Requests, data: string): Promise<Row> {
  await using server = await launchNode([...built, '--data', data])
  // What the first request loads is no growth by the bytes of one.
  await send(server, small)
  const before = await residentOf(server.pid)
  await resetPeak(server.pid)
  for (let i = 0; i < 3; i++) await send(server, transfer)
  return {
    measure: `${name} 256 MiB, memory growth, MiB`,
    emulator: ((await peakOf(server.pid)) - before).toFixed(0),
    aim: '≤ 64',
    note: `from ${before.toFixed(0)} MiB`,
  }
}

/** Resident memory, as the kernel counts it. Linux only. */
export async function memory(folder: string): Promise<readonly Row[]> {
  const data = join(folder, 'data')
  return [
    ...(await afterCalls()),
    await afterMedia(),
    await growth('put', put, data),
    await growth('get', get, data),
  ]
}
