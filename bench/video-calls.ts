import { builtInKey } from '#emulator/config/index.ts'
import { makeCalls } from './many-calls.ts'
import { residentOf } from './resident.ts'
import { type Launched, launchNode } from './servers/launch.ts'
import { built } from './servers/programs.ts'
import { type Call, type Signing, v1 } from './signed-calls.ts'
import { median } from './statistics.ts'
import { type Row, rate } from './table.ts'
import { type Spent, sendTo } from './turns.ts'

const videos = 100_000
const connections = 16
const callsOfTurn = 500
const turns = 12
const warmUpTurns = 4

/** Calls whose parameters differ from one to the next. */
const varied = (action: string, parameters: (count: number) => Call['parameters']): Signing => {
  let count = 0
  return (host) => v1({ action, parameters: parameters(count++), key: builtInKey })(host)
}

const referenceOf = (count: number): string => `bench-${count % videos}`

const creation = varied('CreateUploadVideo', (count) => ({
  Title: 'Evening news',
  FileName: 'news.mp4',
  FileSize: '24576',
  Tags: 'news,evening',
  ReferenceId: referenceOf(count),
}))

/** A prime, so that calls ask for videos all over the place. */
const stride = 7919

const cases: Readonly<Record<string, Signing>> = {
  GetVideoInfo: varied('GetVideoInfo', (count) => ({ ReferenceId: referenceOf(count * stride) })),
  'GetVideoList, a page of 100': varied('GetVideoList', (count) => ({
    PageSize: '100',
    PageNo: String((count % 50) + 1),
  })),
  'SearchMedia, a page of 100': varied('SearchMedia', (count) => ({
    Fields: 'Title,Status,Tags',
    PageSize: '100',
    PageNo: String((count % 50) + 1),
  })),
}

async function turn({ port, pid }: Launched, sign: Signing): Promise<Spent> {
  const requests = Array.from({ length: callsOfTurn }, () => sign(`127.0.0.1:${port}`))
  return sendTo({ port, pids: [pid] }, requests, { connections })
}

async function row(emulator: Launched, measure: string, sign: Signing): Promise<Row> {
  const taken: Spent[] = []
  for (let i = 0; i < warmUpTurns + turns; i++) {
    const spent = await turn(emulator, sign)
    if (i >= warmUpTurns) taken.push(spent)
  }
  const rates = taken.map(({ milliseconds }) => (callsOfTurn / milliseconds) * 1000)
  const costs = taken.map(({ processorMs }) => (processorMs / callsOfTurn) * 1000)
  return {
    measure: `${measure}, of ${rate(videos)} videos, calls/s`,
    emulator: rate(median(rates)),
    note: `${rate(median(costs))} µs each`,
  }
}

/** Reading calls of an emulator with many videos, and the memory that they take. Memory on Linux only. */
export async function videoCalls(): Promise<readonly Row[]> {
  await using emulator = await launchNode(built)
  await makeCalls(emulator, creation, videos)
  const rows: Row[] = []
  if (process.platform === 'linux') {
    const resident = (await residentOf(emulator.pid)).toFixed(0)
    rows.push({ measure: `resident after ${rate(videos)} videos, MiB`, emulator: resident })
  }
  for (const [measure, sign] of Object.entries(cases)) rows.push(await row(emulator, measure, sign))
  return rows
}
