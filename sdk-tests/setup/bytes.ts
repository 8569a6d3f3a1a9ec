import { createCipheriv } from 'node:crypto'

/** Bytes that differ all along, the same in every run. */
export const bytes = (size: number, kind = 0): Buffer =>
  createCipheriv('aes-128-ctr', Buffer.alloc(16, kind), Buffer.alloc(16)).update(Buffer.alloc(size))
