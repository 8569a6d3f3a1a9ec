import { type Sent, sendAll } from './client.ts'
import { type Launched, launchNode } from './servers/launch.ts'
import { built } from './servers/programs.ts'
import { type Signing, v1, v3 } from './signed-calls.ts'
import { median } from './statistics.ts'
import { type Row, rate } from './table.ts'

const pairs = 12
const warmUpPairs = 3
const callsOfTurn = 3000
const connections = 16

const hostOf = ({ port }: Launched) => `127.0.0.1:${port}`

const rateOf = ({ milliseconds }: Sent) => (callsOfTurn / milliseconds) * 1000

const reset = async (server: Launched): Promise<void> => {
  await fetch(`http://${hostOf(server)}/_emulator/reset`, { method: 'POST' })
}

async function sizeOfAnswer(emulator: Launched): Promise<number> {
  const [request] = v1(hostOf(emulator)).toString('latin1').split(' HTTP/')
  const response = await fetch(`http://${hostOf(emulator)}${request?.slice('GET '.length)}`)
  return (await response.arrayBuffer()).byteLength
}

/** One scheme, in turns: the emulator, then the bare program with the very same octets. */
async function compare(
  measure: string,
  sign: Signing,
  emulator: Launched,
  bare: Launched,
): Promise<Row> {
  const turns: { readonly ours: Sent; readonly theirs: Sent }[] = []
  for (let i = 0; i < warmUpPairs + pairs; i++) {
    const requests = Array.from({ length: callsOfTurn }, () => sign(hostOf(emulator)))
    const ours = await sendAll(emulator.port, requests, connections)
    const theirs = await sendAll(bare.port, requests, connections)
    if (i >= warmUpPairs) turns.push({ ours, theirs })
    await reset(emulator)
  }
  const busy = median(turns.map(({ theirs }) => theirs.clientBusy))
  return {
    measure,
    emulator: rate(median(turns.map(({ ours }) => rateOf(ours)))),
    bare: rate(median(turns.map(({ theirs }) => rateOf(theirs)))),
    ratio: median(turns.map(({ ours, theirs }) => rateOf(ours) / rateOf(theirs))),
    aim: '≥ 0.3',
    note: `client busy ${Math.round(busy * 100)} % against the bare answer`,
  }
}

/** Fully signed calls beside a bare answer of the same size, both over kept connections, each server a process. */
export async function calls(bareFile: string): Promise<readonly Row[]> {
  await using emulator = await launchNode(built)
  await using bare = await launchNode([bareFile, String(await sizeOfAnswer(emulator))])
  return [
    await compare('signed call, V1, calls/s', v1, emulator, bare),
    await compare('signed call, V3, calls/s', v3, emulator, bare),
  ]
}
