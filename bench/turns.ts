import type { Sent } from './client.ts'
import { median } from './statistics.ts'
import { type Row, rate } from './table.ts'

/** The same requests, sent to the emulator and then to the bare program. */
export interface Turn {
  readonly ours: Sent
  readonly theirs: Sent
}

export interface Measured {
  readonly measure: string
  /** What one turn moved: calls, or MiB. */
  readonly amount: number
  readonly aim?: string
}

/** Amount per second of either side, and the median of what single turns say of the two. */
export function rowOf({ measure, amount, aim }: Measured, turns: readonly Turn[]): Row {
  const rateOf = ({ milliseconds }: Sent) => (amount / milliseconds) * 1000
  const busy = median(turns.map(({ theirs }) => theirs.clientBusy))
  return {
    measure,
    emulator: rate(median(turns.map(({ ours }) => rateOf(ours)))),
    bare: rate(median(turns.map(({ theirs }) => rateOf(theirs)))),
    ratio: median(turns.map(({ ours, theirs }) => rateOf(ours) / rateOf(theirs))),
    ...(aim && { aim }),
    note: `client busy ${Math.round(busy * 100)} %`,
  }
}
