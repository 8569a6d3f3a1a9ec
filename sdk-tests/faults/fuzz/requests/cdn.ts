import fc from 'fast-check'
import { signedTarget, urlTypes } from '../../../clients/signed-urls.ts'
import * as hostile from './hostile.ts'
import {
  type BodyFraming,
  type ByteString,
  encode,
  encodePath,
  type For,
  type Pairs,
  type Request,
  type World,
} from './request.ts'

/** The domain of the emulator under test, and its key. */
export const domain = { name: 'media.example.com', key: 'fuzzKey2024' }

const signed = fc
  .record({
    type: fc.constantFrom(...urlTypes.map(({ name }) => name)),
    key: fc.constantFrom(domain.key, domain.key, domain.key, 'another'),
    age: fc.constantFrom(0, 0, 0, 60, 3600, -3600),
  })
  .map(({ type, key, age }) => (world: World) => {
    const seconds = Math.floor(Date.now() / 1000) - age
    return signedTarget(`/${encodePath(world.key)}`, seconds, key, type)
  })

const malformed: fc.Arbitrary<For<ByteString>> = fc
  .oneof(
    fc.constantFrom(
      '/',
      '//',
      '/%',
      '/%ff',
      '/?auth_key',
      '/?auth_key=',
      '/x?auth_key=1-2-3-4',
      '/x?auth_key=9999999999-0-0-0&auth_key=1',
      `/209913010000/${'0'.repeat(32)}/x`,
      `/${'0'.repeat(32)}/ffffffff/x`,
      `/x?KEY1=${'0'.repeat(32)}&KEY2=zzzzzzzz`,
      `/x?KEY2=ffffffff`,
    ),
    hostile.text.map((text) => `/x?auth_key=${encode(text)}`),
    hostile.text.map((text) => `/${encode(text)}?auth_key=1700000000-0-0-${encode(text)}`),
  )
  .map((target) => () => target)

const own: fc.Arbitrary<Pairs> = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom('range', 'if-none-match', 'if-modified-since', 'origin', 'referer'),
        fc.oneof(fc.constantFrom('bytes=0-1', 'bytes=9-', '*', 'null'), hostile.headerText),
      )
      .map(([name, value]): Pairs => [[name, value]]),
  },
)

/** A request to the CDN domain, by its name or by a path of the emulator. */
export const cdn: fc.Arbitrary<For<{ request: Request; framing: BodyFraming }>> = fc
  .record({
    method: fc.constantFrom('GET', 'GET', 'GET', 'HEAD', 'POST', 'PUT', 'OPTIONS', 'DELETE'),
    target: fc.oneof({ weight: 3, arbitrary: signed }, { weight: 1, arbitrary: malformed }),
    own,
    isByName: fc.boolean(),
    name: fc.constantFrom(domain.name, domain.name, domain.name, 'none.example.com', '', '%'),
  })
  .map(({ method, target, own, isByName, name }) => (world) => ({
    request: {
      method,
      target: isByName ? target(world) : `/_emulator/cdn/${name}${target(world)}`,
      headers: [['Host', isByName ? domain.name : world.host()], ...own],
    },
    framing: 'length',
  }))
