import fc from 'fast-check'
import type { Ending, Sending } from './exchange.ts'
import { cdn } from './requests/cdn.ts'
import { control } from './requests/control.ts'
import { noise } from './requests/noise.ts'
import { oss } from './requests/oss.ts'
import { type ByteString, type For, written } from './requests/request.ts'
import { rpc } from './requests/rpc.ts'
import { spoil } from './requests/wire.ts'

const request: fc.Arbitrary<For<ByteString>> = fc
  .oneof(
    { weight: 4, arbitrary: rpc },
    { weight: 5, arbitrary: oss },
    { weight: 2, arbitrary: control },
    { weight: 1, arbitrary: cdn },
  )
  .map((make) => (world) => {
    const { request, framing } = make(world)
    return written(request, framing)
  })

/** Requests as they were meant, one after the other. */
const intact = fc.oneof(
  { weight: 6, arbitrary: request },
  {
    weight: 2,
    arbitrary: fc.array(request, { minLength: 2, maxLength: 6 }).map(
      (all): For<ByteString> =>
        (world) =>
          all.map((make) => make(world)).join(''),
    ),
  },
)

/** Requests that something happened to: the whole stream, or only the last one of several. */
const spoilt = fc
  .tuple(
    fc.array(request, { maxLength: 2 }),
    request,
    fc.array(spoil, { minLength: 1, maxLength: 2 }),
  )
  .map(
    ([before, make, spoils]): For<ByteString> =>
      (world) => {
        const last = spoils.reduce((sent, change) => change(sent), make(world))
        return before.map((one) => one(world)).join('') + last
      },
  )

const bytes: fc.Arbitrary<For<ByteString>> = fc.oneof(
  { weight: 8, arbitrary: intact },
  { weight: 10, arbitrary: spoilt },
  { weight: 2, arbitrary: noise.map((sent) => () => sent) },
)

/** Turns of the loop over which a slow client spreads what it sends. */
const maxTurns = 300

/** One connection of one client. */
export const sending: fc.Arbitrary<For<Sending>> = fc
  .record({
    bytes,
    ending: fc.oneof(
      { weight: 12, arbitrary: fc.constant<Ending>('wait') },
      { weight: 2, arbitrary: fc.constantFrom<Ending>('half-close', 'destroy', 'reset') },
    ),
    drip: fc.oneof(
      { weight: 9, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.constantFrom(1, 3, 50, 1000) },
    ),
  })
  .map((made) => (world) => {
    const sent = made.bytes(world)
    const drip = made.drip && Math.max(made.drip, Math.ceil(sent.length / maxTurns))
    return { bytes: sent, ending: made.ending, ...(drip && { drip }) }
  })
