import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cdnChecks } from '#contracts/cdn/checks.ts'
import { createEmulator, type Emulator } from '#emulator/index.ts'
import { urlTypes } from '../clients/signed-urls.ts'
import {
  checkOf,
  pairsOf,
  type Refused,
  unexplained,
  type Violation,
  violatedAlone,
  type Way,
  wronglyAnswered,
} from './pairs.ts'

const [key, now] = ['vodEmulatorKey2024', 1_700_000_040]

/** A request to a domain that signs by one type. */
interface Draft {
  method: string
  domain: 'online' | 'offline' | 'none'
  signature: 'right' | 'none' | 'malformed'
  isExpired: boolean
  hash: 'right' | 'wrong'
}

const draft = (): Draft => ({
  method: 'GET',
  domain: 'online',
  signature: 'right',
  isExpired: false,
  hash: 'right',
})

const sets = (change: Partial<Draft>): Way<Draft> => ({
  decides: Object.keys(change),
  violate: (made) => void Object.assign(made, change),
})

const violation = (check: string, code: string, way: Way<Draft>): Violation<Draft> => ({
  check,
  code,
  ways: [way],
})

const violations: readonly Violation<Draft>[] = [
  {
    check: 'capacity',
    code: 'ServiceUnavailable',
    ways: [],
    unpaired: 'only a socket can find no room: the tests of limits have it',
  },
  violation('known-domain', 'DomainNotFound', sets({ domain: 'none' })),
  violation('method', 'MethodNotAllowed', sets({ method: 'DELETE' })),
  violation('online', 'DomainOffline', sets({ domain: 'offline' })),
  violation('signed-url', 'AuthKeyMissing', sets({ signature: 'none' })),
  violation('auth-key-form', 'AuthKeyInvalid', sets({ signature: 'malformed' })),
  violation('url-not-expired', 'AuthKeyExpired', sets({ isExpired: true })),
  violation('md5hash', 'AuthKeyInvalid', sets({ hash: 'wrong' })),
]

const malformedTimes = { A: '170000004', B: '202399999999', C: '6553f1zz' }

/** C in the path has no malformed time: it would be a path that is not signed. */
const types = urlTypes.filter(({ name }) => name !== 'C in the path')

describe.each(types)('the checks of a CDN domain under type $name', ({ type, sign, write }) => {
  const pairs = pairsOf(violations)
  let vod: Emulator

  beforeAll(async () => {
    vod = await createEmulator({
      clock: now * 1000,
      freezeClock: true,
      cdnDomains: (['online', 'offline'] as const).map((status) => ({
        name: `${status}.example.com`,
        key,
        signingType: type,
        status,
      })),
    })
  })
  afterAll(() => vod.close())

  const targetOf = ({ signature, isExpired, hash }: Draft): string => {
    const seconds = isExpired ? now - 3600 : now
    const parts = sign('/none.png', seconds, hash === 'right' ? key : 'anotherKey')
    if (signature === 'none') return parts.path
    return write(signature === 'right' ? parts : { ...parts, time: malformedTimes[type] })
  }

  const ask = async (violate: (made: Draft) => void): Promise<Refused> => {
    const made = draft()
    violate(made)
    const url = `http://localhost/_emulator/cdn/${made.domain}.example.com${targetOf(made)}`
    const response = await vod.fetch(new Request(url, { method: made.method }))
    const [entry] = vod.requests.list()
    return { code: entry?.code ?? `${response.status}`, check: checkOf(response) }
  }

  test('are those of the contract, in its order', () => {
    expect(violations.map(({ check }) => check)).toEqual(cdnChecks.map(({ name }) => name))
  })

  test('let a sound request pass to the origin', async () => {
    expect(await ask(() => undefined)).toMatchObject({ code: 'NoSuchKey' })
  })

  test('refuse, each violated alone', async () => {
    expect(await violatedAlone(violations, ask)).toEqual([])
  })

  test(`answer in their order, every two of them violated together: ${pairs.length} pairs`, async () => {
    expect(await wronglyAnswered(pairs, ask)).toEqual([])
  })

  test('are each in such a pair, or have a reason why not', () => {
    expect(unexplained(violations, pairs)).toEqual([])
  })
})
