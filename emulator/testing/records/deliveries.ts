import type { DeliveryRecord } from '../../ports/records/deliveries.ts'
import type { Change } from '../../ports/records/records.ts'

/** An event that waits for delivery since a time; of a media of its own, unless another is named. */
export const waiting = (
  id: string,
  atMs: number,
  { mediaId = id, ...further }: Partial<DeliveryRecord> = {},
): Change => ({
  kind: 'delivery',
  key: id,
  value: {
    id,
    accountId: '1',
    region: 'cn-shanghai',
    appId: 'app-1000000',
    mediaId,
    type: 'AttachedMediaUploadComplete',
    happenedAtMs: atMs,
    target: { type: 'HTTP', url: 'http://127.0.0.1:9/' },
    body: '{}',
    status: 'waiting',
    attempts: [],
    failures: 0,
    dueAtMs: 0,
    lane: mediaId,
    ...further,
  },
})
