import { join } from 'node:path'
import { growths } from './growth.ts'
import { makeCalls } from './many-calls.ts'
import { residentOf } from './resident.ts'
import { type Launched, launchNode } from './servers/launch.ts'
import { built } from './servers/programs.ts'
import { creation, v1 } from './signed-calls.ts'
import type { Row } from './table.ts'

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
  await makeCalls(server, reading, 100_000)
  return [started, await resident('after 100,000 calls', server)]
}

async function afterMedia(): Promise<Row> {
  await using server = await launchNode(built)
  await makeCalls(server, v1(creation), 10_000)
  return resident('after 10,000 media', server)
}

/** Resident memory, as the kernel counts it. Linux only. */
export async function memory(folder: string): Promise<readonly Row[]> {
  const data = join(folder, 'data')
  return [
    ...(await afterCalls()),
    await afterMedia(),
    ...(await growths('256 MiB', () => launchNode([...built, '--data', data]))),
  ]
}
