import { type Outgoing, sendAll } from './client.ts'
import { mebibyte, type Side } from './objects.ts'
import { peakOf, resetPeak, residentOf } from './resident.ts'
import type { Launched } from './servers/launch.ts'
import { emulatorSide } from './signed-objects.ts'
import type { Row } from './table.ts'

const block = Buffer.alloc(mebibyte, 'bytes of no meaning, ')

type Request = (side: Side) => Outgoing | Promise<Outgoing>

const transfers: Readonly<Record<'put' | 'get', Request>> = {
  put: (side) => side.putOf('large', block, 256),
  get: (side) => side.getOf('large'),
}

const send = async (side: Side, request: Request) =>
  sendAll(side.port, [await request(side)], { connections: 1 })

/** How far the memory of a fresh emulator rises while a large object passes three times. */
async function growth(
  start: () => Promise<Launched>,
  transfer: Request,
): Promise<Pick<Row, 'emulator' | 'note'>> {
  await using emulator = await start()
  const side = emulatorSide(emulator)
  // What the first request loads does not count as growth.
  await send(side, () => side.putOf('small', block, 1))
  await send(side, () => side.getOf('small'))
  const before = await residentOf(emulator.pid)
  await resetPeak(emulator.pid)
  for (let i = 0; i < 3; i++) await send(side, transfer)
  const peak = await peakOf(emulator.pid)
  return { emulator: (peak - before).toFixed(0), note: `from ${before.toFixed(0)} MiB` }
}

/**
 * Growth by puts, then by gets of what they left. Linux only.
 *
 * @param what the size, and where the objects are
 * @param start an emulator that finds again what the one before it has kept
 */
export async function growths(
  what: string,
  start: () => Promise<Launched>,
): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (const [name, transfer] of Object.entries(transfers))
    rows.push({
      measure: `${name} ${what}, memory growth, MiB`,
      aim: '≤ 64',
      ...(await growth(start, transfer)),
    })
  return rows
}
