import { type Outgoing, type Sending, type Sent, sendAll } from './client.ts'
import { processorMs } from './processor.ts'
import { median } from './statistics.ts'
import { type Row, rate } from './table.ts'

/** Where requests go, and the processes that handle them. */
export interface Target {
  readonly port: number
  readonly pids: readonly number[]
}

export interface Spent extends Sent {
  /** Processor time of the target's processes in that time, all threads; NaN where it is not known. */
  readonly processorMs: number
}

/** Sends prepared requests and measures what they cost. */
export async function sendTo(
  { port, pids }: Target,
  requests: readonly Outgoing[],
  sending: Sending,
): Promise<Spent> {
  const before = await processorMs(pids)
  const sent = await sendAll(port, requests, sending)
  return { ...sent, processorMs: (await processorMs(pids)) - before }
}

/** The same requests, sent to the emulator and then to the bare program. */
export interface Turn {
  readonly ours: Spent
  readonly theirs: Spent
}

export interface Measured {
  readonly measure: string
  /** What one turn moved: calls, or MiB. */
  readonly amount: number
  readonly aim?: string
}

/** Rate and cost of either side, and the medians of the ratios of single turns. */
export function rowOf({ measure, amount, aim }: Measured, turns: readonly Turn[]): Row {
  const middle = (of: (turn: Turn) => number) => median(turns.map(of))
  const rateOf = ({ milliseconds }: Sent) => (amount / milliseconds) * 1000
  const costOf = ({ processorMs }: Spent) => (processorMs / amount) * 1000
  const busy = middle(({ theirs }) => theirs.clientBusy)
  return {
    measure,
    emulator: rate(middle(({ ours }) => rateOf(ours))),
    bare: rate(middle(({ theirs }) => rateOf(theirs))),
    ratio: middle(({ ours, theirs }) => rateOf(ours) / rateOf(theirs)),
    processor: {
      emulator: middle(({ ours }) => costOf(ours)),
      bare: middle(({ theirs }) => costOf(theirs)),
      ratio: middle(({ ours, theirs }) => costOf(theirs) / costOf(ours)),
    },
    ...(aim && { aim }),
    note: `client busy ${Math.round(busy * 100)} %`,
  }
}
