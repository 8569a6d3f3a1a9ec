import { StorageError } from '../../ports/storage-error.ts'

/** MinIO did not answer in time, and no slow client was the reason. */
export class SlowAnswer extends Error {
  override readonly name = 'SlowAnswer'
}

/** MinIO is overloaded or broken; all that is known of its answer is the status. */
export class BusyAnswer extends Error {
  override readonly name = 'BusyAnswer'

  /** @param status the HTTP status */
  constructor(status: number) {
    super(`HTTP status ${status}`)
  }
}

/** A bucket keeps no versions, though its versioning was turned on. */
export class VersionlessAnswer extends Error {
  override readonly name = 'VersionlessAnswer'
}

type Problem =
  | 'versionless'
  | 'unreachable'
  | 'slow'
  | 'busy'
  | 'full'
  | 'refused'
  | 'denied'
  | 'skewed'
  | 'bucketless'
  | 'unexpected'

const texts: Readonly<Record<Problem, readonly [state: string, remedy: string]>> = {
  unreachable: ['cannot be reached', 'start it, or check the host and port of --store'],
  slow: ['does not answer in time', 'check its load, its disks and the network'],
  busy: ['cannot serve requests', 'check its log'],
  full: ['is full', 'free space on its disks'],
  refused: ['refuses the key of --store', 'correct it'],
  denied: ['denies access to the key of --store', 'give that key access to its buckets'],
  skewed: ['has a different time', 'set the clocks of both machines'],
  bucketless: ['has lost the bucket', 'wait until it is created again'],
  versionless: ['keeps no versions', 'turn on versioning of its bucket'],
  unexpected: ['gave an unexpected answer', 'check its log'],
}

/** By S3's error codes, and Node's codes of network errors. */
const problems: Readonly<Record<string, Problem>> = {
  AccessDenied: 'denied',
  InvalidAccessKeyId: 'refused',
  SignatureDoesNotMatch: 'refused',
  RequestTimeTooSkewed: 'skewed',
  NoSuchBucket: 'bucketless',
  XMinioStorageFull: 'full',
  InsufficientStorage: 'full',
  SlowDown: 'busy',
  InternalError: 'busy',
  ServiceUnavailable: 'busy',
  XMinioServerNotInitialized: 'busy',
  ECONNREFUSED: 'unreachable',
  ECONNRESET: 'unreachable',
  EPIPE: 'unreachable',
  ENOTFOUND: 'unreachable',
  EAI_AGAIN: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ETIMEDOUT: 'unreachable',
}

/** The code of an error of S3 or Node. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : ''

function problemOf(error: unknown): Problem {
  if (error instanceof SlowAnswer) return 'slow'
  if (error instanceof BusyAnswer) return 'busy'
  if (error instanceof VersionlessAnswer) return 'versionless'
  return problems[codeOf(error)] ?? 'unexpected'
}

/** Whether trying again cannot help. */
export const isRefusal = (error: unknown): boolean =>
  ['refused', 'denied'].includes(problemOf(error))

/**
 * A server's failure as a StorageError for people. The error itself is left out: a server's answer may repeat the key.
 */
export function minioFailure(origin: string, error: unknown): StorageError {
  if (error instanceof StorageError) return error
  const [state, remedy] = texts[problemOf(error)]
  const known = codeOf(error) || (error instanceof BusyAnswer ? error.message : '')
  const reason = known && ` (${known})`
  return new StorageError(`MinIO at ${origin} ${state}${reason}: ${remedy}, and try again.`)
}
