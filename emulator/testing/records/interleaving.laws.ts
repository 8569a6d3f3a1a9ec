import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Records } from '../../ports/records/records.ts'
import { decide } from '../../services/records.ts'
import { scheduled } from './scheduled.ts'

/** Moves one from a record to another: the sum stays, and every record counts what was taken from it. */
const move = (records: Records, from: string, to: string): Promise<void> =>
  decide(async () => {
    const [source, target] = [
      await records.get('installation', from),
      await records.get('installation', to),
    ]
    const change = (key: string, by: number, found: typeof source) =>
      ({
        kind: 'installation',
        key,
        value: { generation: (found?.value.generation ?? 0) + by },
      }) as const
    const expectation = (key: string, found: typeof source) =>
      ({ kind: 'installation', key, version: found?.version }) as const
    await records.commit(
      [change(from, -1, source), change(to, 1, target)],
      [expectation(from, source), expectation(to, target)],
    )
  })

const account = fc.constantFrom('a', 'b', 'c')
const moves = fc.array(
  fc.tuple(account, account).filter(([from, to]) => from !== to),
  { maxLength: 4 },
)

const { seed } = fc.readConfigureGlobal() ?? {}

/** What two clients of the same records do to each other. */
export function interleavingLaws(clients: () => readonly [Records, Records]): void {
  test(`loses no change of two clients that decide on what the other changes (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), moves, moves, async (scheduler, first, second) => {
        await clients()[0].clear()
        const [one, other] = clients().map((client) => scheduled(client, scheduler))
        const run = (client: Records | undefined, all: typeof first) =>
          all.map(([from, to]) => client && move(client, from, to))

        await scheduler.waitFor(Promise.all([...run(one, first), ...run(other, second)]))

        const { items } = await clients()[1].list('installation', { limit: 10 })
        const amounts = new Map(items.map(({ key, value }) => [key, value.generation]))
        const expected = new Map<string, number>()
        for (const [from, to] of [...first, ...second]) {
          expected.set(from, (expected.get(from) ?? 0) - 1)
          expected.set(to, (expected.get(to) ?? 0) + 1)
        }
        expect(amounts).toEqual(expected)
      }),
    )
  })

  test('shows one client what another has committed', async () => {
    const [one, other] = clients()
    await one.commit([{ kind: 'address', key: 'k', value: { mediaId: 'm' } }])

    expect((await other.get('address', 'k'))?.value).toEqual({ mediaId: 'm' })
  })
}
