import { StorageError } from '../../ports/storage-error.ts'

/** MinIO took longer than it is given, by no fault of a client that sends or reads slowly. */
export class SlowAnswer extends Error {
  override readonly name = 'SlowAnswer'
}

/** MinIO is busy or broken; its answer says no more than that. */
export class BusyAnswer extends Error {
  override readonly name = 'BusyAnswer'

  /** @param status of HTTP */
  constructor(status: number) {
    super(`HTTP status ${status}`)
  }
}

/** MinIO keeps no versions in a bucket that was told to. */
export class VersionlessAnswer extends Error {
  override readonly name = 'VersionlessAnswer'
}

type Trouble =
  | 'versionless'
  | 'unreachable'
  | 'slow'
  | 'busy'
  | 'full'
  | 'closed'
  | 'denied'
  | 'skewed'
  | 'bucketless'
  | 'odd'

const told: Readonly<Record<Trouble, readonly [state: string, remedy: string]>> = {
  unreachable: ['cannot be reached', 'start it, or look at host and port of --store'],
  slow: ['does not answer in time', 'look at its load, its disks and the network between'],
  busy: ['is not able to serve', 'look at its log'],
  full: ['is full', 'make room on its disks'],
  closed: ['refuses the key of --store', 'correct it'],
  denied: [
    'denies what is asked with the key of --store',
    'give that key the right to its buckets',
  ],
  skewed: ['has another time', 'set the clocks of both machines'],
  bucketless: ['has lost the bucket', 'wait until it is made again'],
  versionless: ['keeps no versions', 'have it keep them in its bucket'],
  odd: ['answers what was not expected', 'look at its log'],
}

/** By the codes of S3, and by Node's names of what the network says. */
const troubles: Readonly<Record<string, Trouble>> = {
  AccessDenied: 'denied',
  InvalidAccessKeyId: 'closed',
  SignatureDoesNotMatch: 'closed',
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

/** The code that S3 or Node gives an error. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : ''

function troubleOf(error: unknown): Trouble {
  if (error instanceof SlowAnswer) return 'slow'
  if (error instanceof BusyAnswer) return 'busy'
  if (error instanceof VersionlessAnswer) return 'versionless'
  return troubles[codeOf(error)] ?? 'odd'
}

/** Whether waiting and trying again cannot help. */
export const isClosed = (error: unknown): boolean => ['closed', 'denied'].includes(troubleOf(error))

/**
 * What a server did wrong, as a StorageError for people. The error itself is left out: what a server answers may repeat
 * the key.
 */
export function minioFailure(origin: string, error: unknown): StorageError {
  if (error instanceof StorageError) return error
  const [state, remedy] = told[troubleOf(error)]
  const known = codeOf(error) || (error instanceof BusyAnswer ? error.message : '')
  const reason = known && ` (${known})`
  return new StorageError(`MinIO at ${origin} ${state}${reason}: ${remedy}, and try again.`)
}
