import { describe, expect, test } from 'vitest'
import { redaction } from '../kernel/redaction.ts'
import { StorageError } from '../ports/storage-error.ts'
import { messageFor } from '../testing/message.ts'
import { noSearch } from '../testing/search.ts'
import { type CdnGatewayPorts, cdnGateway } from './gateway.ts'

const find = async () =>
  ({
    name: 'media.example.com',
    accountId: '1',
    position: 0,
    signingTypes: [],
    validitySeconds: 1800,
    https: false,
    status: 'online',
  }) as const

/** A gateway whose origin has everything, and what it reported. */
function gateway(changes: Partial<CdnGatewayPorts['domains']> = {}) {
  const reported: unknown[] = []
  const respond = cdnGateway({
    clock: { now: () => 0, systemNow: () => 0, isMoved: () => false },
    domainKeys: { of: () => [], all: () => [] },
    searchTime: noSearch,
    ids: { ossRequestId: () => 'ID' },
    domains: { find, addressOf: async () => undefined, ...changes },
    origin: async () => ({ status: 200, headers: {}, summary: { requestId: 'ID' } }),
    redaction: redaction({ own: [], secretOf: () => undefined }),
    report: (error) => void reported.push(error),
  })
  return { respond, reported }
}

const message = messageFor('/key', { host: 'media.example.com' })

describe('a CDN domain', () => {
  test('refuses while records cannot be read, with the reason', async () => {
    const { respond, reported } = gateway({
      find: () => Promise.reject(new StorageError('The disk is full.')),
    })

    const answer = await respond(message)

    expect(answer).toMatchObject({ status: 503, summary: { code: 'ServiceUnavailable' } })
    expect(answer.headers['x-vod-emulator-explanation']).toContain('The disk is full.')
    expect(reported).toEqual([])
  })

  test('answers 500 for what nobody foresaw, and reports it', async () => {
    const error = new Error('unforeseen')
    const { respond, reported } = gateway({ addressOf: () => Promise.reject(error) })

    expect(await respond(message)).toMatchObject({ status: 500 })
    expect(reported).toEqual([error])
  })

  test('refuses when the host has no room, before anything else', async () => {
    const { respond } = gateway({ find: async () => undefined })

    const answer = await respond({ ...message, overload: 'There are too many connections.' })

    expect(answer).toMatchObject({ status: 503, summary: { failed: { name: 'capacity' } } })
    expect(answer.headers['x-vod-emulator-explanation']).toContain('too many connections')
  })

  test('lets others through to the origin', async () => {
    expect(await gateway().respond(message)).toMatchObject({
      status: 200,
      headers: { server: 'Tengine', eagleid: 'ID' },
    })
  })
})
