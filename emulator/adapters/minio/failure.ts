import { S3Error } from 'minio'
import { codeOf } from '../../kernel/error-code.ts'
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

/** The ETag of an object is no longer its MD5, though it was proven to be. */
export class EtagAnswer extends Error {
  override readonly name = 'EtagAnswer'
}

type Problem =
  | 'versionless'
  | 'etagless'
  | 'unreachable'
  | 'plain'
  | 'untrusted'
  | 'foreign'
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
  plain: ['does not speak TLS', 'begin --store with http://'],
  untrusted: [
    'has a certificate that Node does not trust',
    'name the authority of that certificate in NODE_EXTRA_CA_CERTS, or correct the certificate',
  ],
  foreign: ['does not answer as S3 does', 'check the scheme, host and port of --store'],
  slow: ['does not answer in time', 'check its load, its disks and the network'],
  busy: ['cannot serve requests', 'check its log'],
  full: ['is full', 'free space on its disks'],
  refused: ['refuses the key of --store', 'correct it'],
  denied: ['denies access to the key of --store', 'give that key access to its buckets'],
  skewed: ['has a different time', 'set the clocks of both machines'],
  bucketless: ['has lost the bucket', 'wait until it is created again'],
  versionless: ['keeps no versions', 'turn on versioning of its bucket'],
  etagless: ['returns ETags that are no longer MD5s', 'check its configuration'],
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
  EPROTO: 'plain',
  ERR_SSL_WRONG_VERSION_NUMBER: 'plain',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'plain',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'untrusted',
  CERT_HAS_EXPIRED: 'untrusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'untrusted',
}

/** What the package makes of an answer that is not S3's: neither code nor message. */
const isForeign = (error: unknown): boolean =>
  error instanceof S3Error && codeOf(error) === '' && error.message === ''

function problemOf(error: unknown): Problem {
  if (error instanceof SlowAnswer) return 'slow'
  if (error instanceof BusyAnswer) return 'busy'
  if (error instanceof VersionlessAnswer) return 'versionless'
  if (error instanceof EtagAnswer) return 'etagless'
  if (isForeign(error)) return 'foreign'
  return problems[codeOf(error)] ?? 'unexpected'
}

/** Whether trying again cannot help. */
export const isRefusal = (error: unknown): boolean =>
  ['refused', 'denied', 'plain', 'untrusted', 'foreign'].includes(problemOf(error))

/** What is wrong with a server, in a sentence without its end. */
export function minioState(origin: string, error: unknown): string {
  const known = codeOf(error) || (error instanceof BusyAnswer ? error.message : '')
  return `MinIO at ${origin} ${texts[problemOf(error)][0]}${known && ` (${known})`}`
}

/**
 * A server's failure as a StorageError. The original error is left out: a server's answer may repeat the key.
 */
export function minioFailure(origin: string, error: unknown): StorageError {
  if (error instanceof StorageError) return error
  const [, remedy] = texts[problemOf(error)]
  return new StorageError(`${minioState(origin, error)}: ${remedy}, and try again.`)
}
