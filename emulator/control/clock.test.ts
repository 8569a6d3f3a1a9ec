import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { adjustableClock } from '../adapters/adjustable-clock.ts'
import { bodyFrom } from '../kernel/body.ts'
import { messageFor } from '../testing/message.ts'
import { changeClock } from './clock.ts'

const start = Date.UTC(2026, 0, 1)

/** A clock on a system whose time goes on whenever somebody looks at it. */
function ticking() {
  let nowMs = start
  return adjustableClock({}, () => nowMs++)
}

const asked = (change: object) => ({
  ...messageFor('/clock', { method: 'POST' }),
  body: () => bodyFrom(Readable.from([Buffer.from(JSON.stringify(change))])),
})

test.for([{ set: '2027-01-01' }, { set: '2026-12-31', advance: 24 * 3600 }])(
  '%o with freeze is exact, however long the steps take',
  async (change) => {
    const clock = ticking()

    await changeClock(asked({ ...change, freeze: true }), clock)

    expect(clock.now()).toBe(Date.UTC(2027, 0, 1))
  },
)

test('a change that leaves the range changes nothing', async () => {
  const clock = ticking()

  const change = changeClock(asked({ set: '2027-01-01', advance: 1e15, freeze: true }), clock)

  await expect(change).rejects.toMatchObject({ code: 'InvalidClock' })
  expect(clock.mode()).toBe('system')
})
