import type { Evidence } from './schema.ts'

/** A departure from the documentation that a client needs; those that official clients need are always on. */
export interface Tolerance {
  readonly summary: string
  readonly neededBy: string
  readonly always: boolean
  readonly evidence: Evidence
  /** The one operation that it concerns, or one parameter of it, and the legacy one that is sent in its place. */
  readonly of?: {
    readonly operation: string
    readonly parameter?: string
    readonly legacy?: string
  }
}

export const tolerances = {
  'missing-timestamp': {
    summary: 'A V1 request without Timestamp is accepted.',
    neededBy: 'the web, Android and iOS upload SDKs and the web player, which never send one',
    always: true,
    evidence: 'captured',
  },
  'unknown-parameters': {
    summary:
      'Parameters that the operation does not declare are signed like the others and then ignored.',
    neededBy: 'the web upload SDK (RequestId) and the web player (PlayerVersion, Channel, Rand)',
    always: true,
    evidence: 'captured',
  },
  'legacy-cate-id': {
    of: { operation: 'CreateUploadAttachedMedia', parameter: 'CateIds', legacy: 'CateId' },
    summary: 'CateId is one more of the CateIds; values that are not positive mean none.',
    neededBy: 'the server upload SDKs for Python, PHP, C++ and Java, which send CateId=-1',
    always: true,
    evidence: 'source',
  },
  'parameters-after-signature': {
    summary:
      'When a V1 signature does not match, parameters that follow Signature in the query are dropped and it is tried once more; what was dropped is not used.',
    neededBy: 'the web player with customVodServer, which appends RegionId after signing',
    always: true,
    evidence: 'source',
  },
  'upload-progress': {
    of: { operation: 'ReportUploadProgress' },
    summary:
      'It and GetUploadProgress are answered whoever signs them, or nobody: their AuthInfo is not verified, since its key is not known. A report changes nothing but what GetUploadDetails tells of a video that exists.',
    neededBy:
      'voduploadsdk for Python, which sends neither AccessKeyId nor Signature and whose upload fails without an answer; older web upload SDKs, which sign with a key of their own',
    always: true,
    evidence: 'captured',
  },
  'timestamp-variants': {
    summary:
      'A V1 Timestamp may carry milliseconds, and month, day and hour without a leading zero.',
    neededBy: 'aliyun-sdk, which sends milliseconds',
    always: true,
    evidence: 'captured',
  },
  'leading-dot': {
    of: { operation: 'CreateUploadAttachedMedia', parameter: 'MediaExt' },
    summary: 'MediaExt may begin with a dot, which is dropped.',
    neededBy: 'hand-written clients',
    always: false,
    evidence: 'inferred',
  },
  'empty-list': {
    of: { operation: 'GetVideoList' },
    summary: 'A list in which nothing matches is a list without videos, not InvalidVideo.NotFound.',
    neededBy:
      'programs that expect an empty list; which of the two the service answers is not known',
    always: false,
    evidence: 'inferred',
  },
  'any-signing-region': {
    summary:
      "A V4 signature of OSS may name any region, not the bucket's alone; its answer tells which.",
    neededBy: 'ali-oss with V4 and no region, which signs for cn-hangzhou',
    always: false,
    evidence: 'source',
  },
} as const satisfies Readonly<Record<string, Tolerance>>

export type ToleranceName = keyof typeof tolerances
