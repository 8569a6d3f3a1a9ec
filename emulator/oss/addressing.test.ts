import { describe, expect, test } from 'vitest'
import { messageFor } from '../testing/message.ts'
import { type Address, candidateAddresses } from './addressing.ts'

const address = (bucket?: string, key?: string): Address => ({
  ...(bucket !== undefined && { bucket }),
  ...(key !== undefined && { key }),
})

type Row = readonly [what: string, host: string, target: string, addressed: readonly Address[]]

const rows: readonly Row[] = [
  ['the path of an address', '127.0.0.1:1', '/b-1/dir/a', [address('b-1', 'dir/a')]],
  ['a slash that is escaped', '127.0.0.1:1', '/b-1/dir%2Fa', [address('b-1', 'dir/a')]],
  ['a bucket alone', '127.0.0.1:1', '/b-1/', [address('b-1')]],
  ['a bucket without a slash', '127.0.0.1:1', '/b-1', [address('b-1')]],
  ['the service', '127.0.0.1:1', '/', [address()]],
  ['a bucket in front of localhost', 'b-1.localhost:1', '/a', [address('b-1', 'a')]],
  ['a made-up service name', 'b-1.oss-cn-shanghai.aliyuncs.com', '/a', [address('b-1', 'a')]],
  ['a region as ali-oss writes it', 'b-1.cn-shanghai.aliyuncs.com', '/a', [address('b-1', 'a')]],
  ['the public host', 'b-1.public.test', '/a', [address('b-1', 'a')]],
  [
    'the bucket in host and path',
    'b-1.oss-cn-shanghai.aliyuncs.com',
    '/b-1/a',
    [address('b-1', 'b-1/a'), address('b-1', 'a')],
  ],
  ['double slashes and dots', '127.0.0.1:1', '/b-1//a/../b', [address('b-1', '/a/../b')]],
  ['a plus', '127.0.0.1:1', '/b-1/a+b', [address('b-1', 'a+b')]],
]

describe('what a request may mean', () => {
  test.each(rows)('%s', (_, host, target, addressed) => {
    const message = messageFor(target, { host })

    expect(candidateAddresses(message, 'public.test').addressed).toEqual(addressed)
  })

  test('reads a plus as a space only when asked to', () => {
    const message = messageFor('/b-1/a+b')

    expect(candidateAddresses(message, undefined).addressed).toEqual([address('b-1', 'a+b')])
    expect(candidateAddresses(message, undefined, true).addressed).toEqual([address('b-1', 'a b')])
  })

  test('takes the whole path for a key of a bucket that nothing names', () => {
    const { implicit } = candidateAddresses(messageFor('/dir/a'), undefined)

    expect(implicit('b-1')).toEqual(address('b-1', 'dir/a'))
  })
})
