import type { Table } from './row.ts'
import { between } from './values.ts'

const kib = 1024
const mib = 1024 * kib
const day = 86_400

/** Size: what one request may have. */
const sizes = {
  maxHeaderBytes: {
    placeholder: 'BYTES',
    fallback: 128 * kib,
    meaning: 'maximum bytes of request line and headers together',
    value: between(8 * kib, 16 * mib),
  },
  maxRpcBodyBytes: {
    placeholder: 'BYTES',
    fallback: mib,
    meaning: 'maximum bytes of the body of an RPC call',
    value: between(kib, 64 * mib),
  },
  maxXmlBodyBytes: {
    placeholder: 'BYTES',
    fallback: 4 * mib,
    meaning: 'maximum bytes of an XML document sent to OSS',
    value: between(kib, 64 * mib),
  },
  maxParameters: {
    placeholder: 'COUNT',
    fallback: 1000,
    meaning: 'maximum parameters of a request, query and form together',
    value: between(32, 100_000),
  },
  maxParts: {
    placeholder: 'COUNT',
    fallback: 10_000,
    meaning: 'maximum parts of an upload, and the highest part number',
    value: between(1, 10_000),
  },
} satisfies Partial<Table>

/** Who is served, and how long one request may take. */
const patience = {
  maxConnections: {
    placeholder: 'COUNT',
    fallback: 1024,
    meaning: 'maximum connections at a time',
    value: between(1, 65_535),
  },
  idleSeconds: {
    placeholder: 'SECONDS',
    fallback: 60,
    meaning:
      'how long a client may pause within a request, or within the answer that it reads; or a server that UploadMediaByURL fetches from',
    value: between(1, day),
  },
  requestSeconds: {
    placeholder: 'SECONDS',
    fallback: 3600,
    meaning:
      'how long a request and its answer may take in all, also to a server that UploadMediaByURL fetches from',
    value: between(1, 7 * day),
  },
} satisfies Partial<Table>

const memory = {
  maxLoggedRequests: {
    placeholder: 'COUNT',
    fallback: 1000,
    meaning: 'how many requests the control plane remembers; `0`: none',
    value: between(0, 100_000),
  },
  maxNonces: {
    placeholder: 'COUNT',
    fallback: 500_000,
    meaning: 'how many nonces are remembered against replay, about 150 bytes each',
    value: between(1, 5_000_000),
  },
} satisfies Partial<Table>

/** What keeps a broken or hostile client from taking the emulator's memory and connections. */
export const limits = { ...sizes, ...patience, ...memory } satisfies Partial<Table>
