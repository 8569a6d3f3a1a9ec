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

type Trouble = 'unreachable' | 'slow' | 'busy' | 'full' | 'closed' | 'skewed' | 'bucketless' | 'odd'

const told: Readonly<Record<Trouble, readonly [state: string, remedy: string]>> = {
  unreachable: ['cannot be reached', 'start it, or look at host and port of --store'],
  slow: ['does not answer in time', 'look at its load, its disks and the network between'],
  busy: ['is not able to serve', 'look at its log'],
  full: ['is full', 'make room on its disks'],
  closed: ['refuses the key of --store', 'correct it, or give it the right to its buckets'],
  skewed: ['has another time', 'set the clocks of both machines'],
  bucketless: ['has lost the bucket', 'nothing has to be done, the bucket is made again'],
  odd: ['answers what was not expected', 'look at its log'],
}

/** By the codes of S3, and by Node's names of what the network says. */
const troubles: Readonly<Record<string, Trouble>> = {
  AccessDenied: 'closed',
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
  return troubles[codeOf(error)] ?? 'odd'
}

/** Whether waiting and trying again cannot help. */
export const isClosed = (error: unknown): boolean => troubleOf(error) === 'closed'

/**
 * What a server did wrong, as a StorageError for people. The error itself is left out: what a server answers may repeat
 * the key.
 *
 * @param again how to go on when that is mended
 */
export function minioFailure(
  origin: string,
  error: unknown,
  again = 'try again, without a restart of the emulator',
): StorageError {
  if (error instanceof StorageError) return error
  const [state, remedy] = told[troubleOf(error)]
  const known = codeOf(error) || (error instanceof BusyAnswer ? error.message : '')
  const reason = known && ` (${known})`
  return new StorageError(`MinIO at ${origin} ${state}${reason}: ${remedy} and ${again}.`)
}
