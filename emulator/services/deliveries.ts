import { eventTypes } from '#contracts/vod/events.ts'
import { suggestion } from '../kernel/closest-match.ts'
import type { Deliveries, Delivery, DeliveryFilter } from '../kernel/deliveries.ts'
import type { Ports } from '../kernel/handler.ts'
import { isoMilliseconds } from '../kernel/time.ts'
import type { DeliveryRecord } from '../ports/records/deliveries.ts'
import type { Page, Records } from '../ports/records/records.ts'
import { decide } from './records.ts'

function shown(record: DeliveryRecord): Delivery {
  const { id, type, mediaId, accountId, region, appId, happenedAtMs } = record
  const { status, reason, target, authKey, body, attempts } = record
  return {
    id,
    type,
    mediaId,
    accountId,
    region,
    appId,
    at: isoMilliseconds(happenedAtMs),
    status,
    ...(reason !== undefined && { reason }),
    target,
    isSigned: authKey !== undefined,
    body: JSON.parse(body),
    attempts: attempts.map(({ atMs, ...attempt }) => ({ at: isoMilliseconds(atMs), ...attempt })),
  }
}

/** The spelling of an event's name. @throws RangeError when there is none */
function spelt(name: string): string {
  const found = eventTypes.find((type) => type.toLowerCase() === name.toLowerCase())
  if (found) return found
  throw new RangeError(
    `type: ${JSON.stringify(name)} is not an event${suggestion(name, new Set(eventTypes))}`,
  )
}

function found(records: Records, { mediaId, type: name, ...filter }: DeliveryFilter) {
  const { limit = 100, after } = filter
  const page = { order: 'descending', limit, after } as const
  const type = name === undefined ? undefined : spelt(name)
  if (mediaId !== undefined) {
    const where = type === undefined ? {} : { where: { field: 'type', equals: type } as const }
    return records.find('delivery', { index: 'media', equal: { mediaId }, ...where, ...page })
  }
  return type === undefined
    ? records.find('delivery', { index: 'all', ...page })
    : records.find('delivery', { index: 'type', equal: { type }, ...page })
}

/** @throws RangeError when it cannot be sent */
function again({ reason, ...delivery }: DeliveryRecord): DeliveryRecord {
  if (delivery.target.type === 'MNS') throw new RangeError('Nothing is sent to a queue of MNS.')
  return { ...delivery, status: 'waiting', failures: 0, dueAtMs: 0, lane: delivery.mediaId }
}

/** @param deliverDue makes the attempts that are due */
export function deliveries(
  { records }: Pick<Ports, 'records'>,
  deliverDue: () => Promise<void>,
): Deliveries {
  const get = async (id: string) => {
    const stored = await records.get('delivery', id)
    return stored && shown(stored.value)
  }
  const putBack = (id: string) =>
    decide(async () => {
      const stored = await records.get('delivery', id)
      if (!stored) return
      const change = { kind: 'delivery', key: id } as const
      const value = again(stored.value)
      await records.commit([{ ...change, value }], [{ ...change, version: stored.version }])
    })
  return {
    get,
    async list(filter = {}) {
      const { items, next }: Page<'delivery'> = await found(records, filter)
      const events = items.map(({ value }) => shown(value))
      return { events, ...(next !== undefined && { next }) }
    },
    async redeliver(id) {
      await putBack(id)
      await deliverDue()
      return get(id)
    },
  }
}
