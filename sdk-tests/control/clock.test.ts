import { describe, expect, onTestFinished, test } from 'vitest'
import { createEmulator } from '#emulator/index.ts'

const at = Date.UTC(2026, 0, 1)

async function frozen() {
  const vod = await createEmulator({ clock: '2025-12-31', freezeClock: true })
  onTestFinished(() => vod.close())
  return vod.clock
}

describe("the library's clock", () => {
  test.for([new Date(at), at, '2026-01-01', '2026-01-01T00:00:00Z', '2026-01-01T01:00+01:00'])(
    'is set to %o',
    async (time) => {
      const clock = await frozen()

      await clock.set(time)

      expect(clock.now()).toEqual(new Date(at))
    },
  )

  test.for<[given: unknown, shown: string]>([
    ['tomorrow', "'tomorrow'"],
    ['2026-01-01T00:00:00', "'2026-01-01T00:00:00'"],
    ['2026-02-30', "'2026-02-30'"],
    ['', "''"],
    [new Date('tomorrow'), 'Invalid Date'],
    [Number.NaN, 'NaN'],
    [undefined, 'undefined'],
    [null, 'null'],
    [{}, '{}'],
  ])('is not set to %o, and stays', async ([given, shown]) => {
    const clock = await frozen()

    expect(() => clock.set(given as string)).toThrow(
      new TypeError(
        `clock.set: ${shown} is not accepted, expected an ISO date, or an ISO time with its zone, such as 2026-01-01T00:00:00Z`,
      ),
    )
    expect(clock.now()).toEqual(new Date('2025-12-31'))
  })

  test.for<[given: unknown, shown: string]>([
    ['60', "'60'"],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [undefined, 'undefined'],
  ])('is not advanced by %o', async ([given, shown]) => {
    const clock = await frozen()

    expect(() => clock.advance(given as number)).toThrow(
      new TypeError(`clock.advance: ${shown} is not accepted, expected a number of seconds`),
    )
    expect(clock.now()).toEqual(new Date('2025-12-31'))
  })

  test.for(['1969-12-31', '9001-01-01', -1])(
    'stays in the range that can be written: %s',
    async (time) => {
      const clock = await frozen()

      expect(() => clock.set(time)).toThrow(RangeError)
    },
  )
})
