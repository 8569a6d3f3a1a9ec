import { BlockList } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isInRange } from './networks.ts'

const few = fc.constantFrom(0, 1, 2, 127, 128, 254, 255)

const ipv4 = fc.tuple(few, few, few, few).map((parts) => parts.join('.'))

const ipv6 = fc.oneof(
  fc.ipV6(),
  fc
    .array(fc.constantFrom('0', '1', 'ffff'), { minLength: 8, maxLength: 8 })
    .map((groups) => groups.join(':')),
)

/** What Node finds. */
function isInByNode(network: string, prefix: number, address: string, family: 'ipv4' | 'ipv6') {
  const list = new BlockList()
  list.addSubnet(network, prefix, family)
  return list.check(address, family)
}

test('a network has the addresses that it has for Node', () => {
  fc.assert(
    fc.property(ipv4, fc.nat(32), ipv4, (network, prefix, address) => {
      const expected = isInByNode(network, prefix, address, 'ipv4')
      expect(isInRange(`${network}/${prefix}`, address)).toBe(expected)
    }),
  )
  fc.assert(
    fc.property(ipv6, fc.nat(128), ipv6, (network, prefix, address) => {
      const expected = isInByNode(network, prefix, address, 'ipv6')
      expect(isInRange(`${network}/${prefix}`, address)).toBe(expected)
    }),
  )
})

test.for([
  ['10.0.0.1', '10.0.0.1', true],
  ['10.0.0.1', '10.0.0.2', false],
  ['::1', '0:0:0:0:0:0:0:1', true],
  ['::', '::', true],
  ['::ffff:10.0.0.1', '::ffff:a00:1', true],
  ['0.0.0.0/0', '::1', false],
  ['::/0', '127.0.0.1', false],
] as const)('%s has %s: %s', ([range, address, expected]) => {
  expect(isInRange(range, address)).toBe(expected)
})
