import { setImmediate as turn } from 'node:timers/promises'
import type { ByteString } from '../../kernel/bytes.ts'
import type { Kind } from '../../ports/records/index.ts'
import type { AnySelection } from '../../ports/records/query.ts'
import { holds } from './conditions.ts'
import { type Group, isCounted } from './entries.ts'
import { batches, beginningOf, beyond, type Scan, type Stretch, stretchOf } from './pages.ts'

/** How many rows the beginning of a stretch has. */
export interface Counted {
  readonly count: number
  /** Position of the last one; absent when there are no more. */
  readonly last?: ByteString | undefined
}

/** What an adapter has to do to count. */
export interface Counts {
  /** How many records a group of a counted index has. */
  readonly ofGroup: (kind: Kind, group: Group) => number | Promise<number>
  /** Counts rows without reading their records: all, or as many as the limit says. */
  readonly ofStretch: (kind: Kind, stretch: Stretch) => Counted | Promise<Counted>
}

/** Number of rows counted at once. */
const countedAtOnce = 20_000

async function countStretch({ ofStretch }: Counts, kind: Kind, whole: Stretch): Promise<number> {
  let found = 0
  let stretch = { ...whole, limit: countedAtOnce }
  for (;;) {
    const { count, last } = await ofStretch(kind, stretch)
    found += count
    if (last === undefined) return found
    await turn()
    stretch = { ...beyond(stretch, last), limit: countedAtOnce }
  }
}

/** Counts by an index, for any adapter, and lets others have their turn as well. */
export async function countFound(
  scan: Scan,
  counts: Counts,
  kind: Kind,
  selection: AnySelection,
): Promise<number> {
  const { index, range, where } = selection
  const whole = stretchOf(kind, selection)
  if (!where && !range && isCounted(kind, index))
    return counts.ofGroup(kind, { index, beginning: beginningOf(kind, selection) })
  if (!where) return countStretch(counts, kind, whole)
  let found = 0
  let stretch = { ...whole, limit: batches.largest }
  for (;;) {
    const rows = await scan(kind, stretch)
    for (const { stored } of rows) if (holds(where, stored.value)) found++
    const last = rows.at(-1)
    if (!last || rows.length < stretch.limit) return found
    await turn()
    stretch = beyond(stretch, last.position)
  }
}
