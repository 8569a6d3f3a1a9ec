import { randomBytes, randomUUID } from 'node:crypto'
import type { Ids } from '../ports/ids.ts'

const hex = (octets: number) => randomBytes(octets).toString('hex')

/** Identities from the system's randomness. */
export const randomIds = (): Ids => ({
  rpcRequestId: () => randomUUID().toUpperCase(),
  ossRequestId: (nowMs) =>
    (
      Math.floor(nowMs / 1000)
        .toString(16)
        .padStart(8, '0') + hex(8)
    ).toUpperCase(),
  mediaId: () => randomUUID().replaceAll('-', ''),
  objectName: () => randomUUID().replaceAll('-', '').toUpperCase(),
  uploadId: () => hex(16).toUpperCase(),
})
