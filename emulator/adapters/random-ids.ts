import { randomInt, randomUUID } from 'node:crypto'
import type { Ids } from '../ports/ids.ts'
import { orderedIds } from './ordered-ids.ts'

const withoutHyphens = (uuid: () => string) => () => uuid().replaceAll('-', '')

// UUIDs come from randomness that Node gathers ahead.
const hex = withoutHyphens(randomUUID)

/** Ids from the system's randomness. */
export const randomIds = (): Ids => ({
  rpcRequestId: () => randomUUID().toUpperCase(),
  ossRequestId: (nowMs) =>
    (
      Math.floor(nowMs / 1000)
        .toString(16)
        .padStart(8, '0') + hex().slice(16)
    ).toUpperCase(),
  mediaId: hex,
  watermarkId: hex,
  appId: () =>
    `app-${randomInt(36 ** 7)
      .toString(36)
      .padStart(7, '0')}`,
  bucket: () => `outin-${hex()}`,
  objectName: () => hex().toUpperCase(),
  videoName: (nowMs) => `${hex().slice(0, 8)}-${nowMs.toString(16).padStart(11, '0')}`,
  uploadId: () => hex().toUpperCase(),
  urlRand: hex,
  jobId: withoutHyphens(orderedIds()),
  eventId: orderedIds(),
})
