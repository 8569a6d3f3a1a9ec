import { basic, type OssDraft } from './oss-draft.ts'
import type { Violation, Way } from './pairs.ts'

type OssViolation = Violation<OssDraft>

const sets = (values: Partial<OssDraft>): Way<OssDraft> => ({
  decides: Object.keys(values),
  violate: (draft) => Object.assign(draft, values),
})

const parameter = (name: string, value = ''): Way<OssDraft> => ({
  decides: [name],
  violate: (draft) => {
    draft.query[name] = value
  },
})

/** A way that needs a temporary key to begin with. */
const temporary = (way: Way<OssDraft>): Way<OssDraft> => ({
  decides: way.decides,
  violate: (draft) => {
    draft.isTemporary = true
    way.violate(draft)
  },
})

const formUpload = (way: Way<OssDraft>): Way<OssDraft> => ({
  decides: [...way.decides, 'method', 'content-type'],
  violate: (draft) => {
    way.violate(draft)
    draft.method = 'POST'
    draft.headers['content-type'] = 'multipart/form-data; boundary=x'
  },
})

const violation = (
  check: string,
  code: string,
  ...ways: readonly Way<OssDraft>[]
): OssViolation => ({
  check,
  code,
  ways,
})

/** A check that no request violates together with another, and why. */
const unpaired = (check: string, code: string, reason: string): OssViolation => ({
  check,
  code,
  ways: [],
  unpaired: reason,
})

const hours = 3_600_000
const noSignature: Way<OssDraft> = {
  decides: ['authorization', 'whether the header is signed'],
  violate: (draft) => {
    draft.authorization = ''
  },
}
const secondSignature: Way<OssDraft> = {
  ...parameter('OSSAccessKeyId', 'second'),
  decides: ['whether the header is signed'],
}

const signedForS3 = 'AWS4-HMAC-SHA256 Credential=id/20260101/us-east-1/s3/aws4_request'

const awsChunked = (way: Way<OssDraft>): Way<OssDraft> => ({
  decides: [...way.decides, 'content-encoding'],
  violate: (draft) => {
    way.violate(draft)
    draft.headers['content-encoding'] = 'aws-chunked'
  },
})

const scopeOf = (region: string, product = 'oss'): Way<OssDraft> =>
  sets({ scope: `${basic(Date.now()).slice(0, 8)}/${region}/${product}/aliyun_v4_request` })

const scope: readonly OssViolation[] = [
  violation(
    'signing-region',
    'InvalidArgument',
    ...['beijing', 'cn-shanghai-internal', 'oss-cn-shanghai', 'cn-beijing'].map((region) =>
      scopeOf(region),
    ),
  ),
  violation('signing-product', 'InvalidArgument', scopeOf('cn-shanghai', 's3')),
]

const signingDate = violation(
  'signing-date',
  'InvalidArgument',
  sets({ scope: '20240101/cn-shanghai/oss/aliyun_v4_request' }),
)

/** A URL without a credential, whatever else would stand in it. */
const noCredential: Way<OssDraft> = {
  decides: ['scope', 'id'],
  violate: (draft) => {
    draft.query['x-oss-credential'] = ''
  },
}

/** A second token, which is not the one that is signed. */
const secondToken: Way<OssDraft> = {
  decides: ['token'],
  violate: (draft) => {
    draft.isTemporary = true
    draft.headers['security-token'] = 'another'
  },
}

const limits: readonly OssViolation[] = [
  unpaired(
    'capacity',
    'ServiceUnavailable',
    'only a socket can find no room: the tests of limits have it',
  ),
  violation('parameter-count', 'InvalidArgument', sets({ padding: 1001 })),
]

const inHeader: readonly OssViolation[] = [
  ...limits,
  violation('one-signature', 'InvalidArgument', secondSignature),
  violation('aws-chunked', 'InvalidArgument', awsChunked(sets({ authorization: signedForS3 }))),
  violation(
    'known-signature-version',
    'NotImplemented',
    sets({ authorization: 'OSS2 AccessKeyId:id,Signature:abc' }),
    sets({ authorization: signedForS3 }),
  ),
  violation(
    'authorization-scheme',
    'InvalidArgument',
    sets({ authorization: 'Bearer x' }),
    sets({ authorization: 'OSS4-HMAC-SHA512 Credential=id' }),
  ),
  violation('no-form-upload', 'NotImplemented', formUpload(noSignature)),
  violation('signed', 'AccessDenied', noSignature),
]

const urlIsSigned = 'a URL that has a signature is signed: other checks tell what it lacks'

const inUrl: readonly OssViolation[] = [
  ...limits,
  violation(
    'one-signature',
    'InvalidArgument',
    sets({ authorization: 'OSS id:signature' }),
    sets({ authorization: 'Bearer x' }),
  ),
  violation('aws-chunked', 'InvalidArgument', awsChunked(parameter('AWSAccessKeyId', 'id'))),
  violation('known-signature-version', 'NotImplemented', parameter('AWSAccessKeyId', 'id')),
  unpaired(
    'authorization-scheme',
    'InvalidArgument',
    'beside a signed URL, any Authorization header is a second signature',
  ),
  unpaired('no-form-upload', 'NotImplemented', urlIsSigned),
  unpaired('signed', 'AccessDenied', urlIsSigned),
]

/** The time as the other version writes it: V1 in Date here, V4 in x-oss-date. */
const dateOf = (otherForm: string): readonly OssViolation[] => [
  violation('date', 'AccessDenied', sets({ at: null })),
  violation(
    'date-form',
    'AccessDenied',
    sets({ at: Date.now(), writtenAt: 'yesterday' }),
    sets({ at: Date.now(), writtenAt: otherForm }),
  ),
]

const skew = violation('clock-skew', 'RequestTimeTooSkewed', sets({ at: Date.now() - hours }))

const keyAndToken: readonly OssViolation[] = [
  violation('access-key-characters', 'InvalidAccessKeyId', sets({ id: 'dollar$' })),
  violation('known-access-key', 'InvalidAccessKeyId', sets({ id: 'STS.nobody' })),
  violation('security-token', 'InvalidAccessKeyId', temporary(sets({ token: 'none' }))),
  violation('genuine-token', 'InvalidSecurityToken', temporary(sets({ token: 'mangled' }))),
  violation('token-not-expired', 'SecurityTokenExpired', temporary(sets({ isExpired: true }))),
  violation(
    'token-of-key',
    'AccessKeyIdAndSecurityTokenNotMatch',
    temporary(sets({ token: 'foreign' })),
  ),
]

const signature = (check: string): OssViolation =>
  violation(
    check,
    'SignatureDoesNotMatch',
    sets({ secret: 'another secret' }),
    sets({ signature: 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=' }),
  )

/** The beginning of a multipart upload to no object. */
const noObject: Way<OssDraft> = {
  decides: ['key', 'method', 'tagging'],
  violate: (draft) => {
    Object.assign(draft, { key: '', method: 'POST' })
    draft.query.uploads = ''
  },
}

const otherPayload: Way<OssDraft> = {
  decides: ['x-oss-content-sha256'],
  violate: (draft) => {
    draft.headers['x-oss-content-sha256'] = '0'.repeat(64)
  },
}
const payloadHash = violation('payload-hash', 'InvalidArgument', otherPayload)

/** By an upload credential, and by no other key. */
const byCredential = (values: Partial<OssDraft>): Way<OssDraft> => {
  const { decides, violate } = temporary(sets(values))
  return { decides: [...decides, 'secret'], violate }
}

/** By a key whose policies allow only to get objects, and deny everything for one of them. */
const byUser = (values: Partial<OssDraft>): Way<OssDraft> => ({
  decides: ['id', 'secret', 'token', 'isExpired', ...Object.keys(values)],
  violate: (draft) => Object.assign(draft, { id: 'user', secret: 'user-secret', ...values }),
})

const afterwards: readonly OssViolation[] = [
  violation('object-name', 'InvalidObjectName', noObject),
  violation(
    'emulated-operation',
    'NotImplemented',
    parameter('tagging'),
    sets({ method: 'PATCH' }),
  ),
  violation(
    'policy',
    'AccessDenied',
    byCredential({ key: 'of-another.png' }),
    byCredential({ bucket: 'another-bucket' }),
    byCredential({ method: 'DELETE' }),
  ),
  violation('no-deny', 'AccessDenied', byUser({ key: 'denied' })),
  violation('allow', 'AccessDenied', byUser({})),
  violation('bucket', 'NoSuchBucket', sets({ bucket: 'no-such-bucket' })),
  violation('own-bucket', 'AccessDenied', {
    decides: ['bucket'],
    violate: (draft) => {
      draft.isForeign = true
    },
  }),
  violation('object-name-length', 'InvalidObjectName', sets({ key: 'k'.repeat(1024) })),
  violation('object-name-start', 'InvalidObjectName', sets({ key: '/leading' })),
]

const fields = (text: string): Way<OssDraft> => sets({ authorization: `OSS4-HMAC-SHA256 ${text}` })

const twice = (name: string): Way<OssDraft> => sets({ appended: `${name}=host&${name}=host` })

/** Every check of a request to OSS by the scheme of its signature, in the order in which they must answer. */
export const ossViolations: Readonly<Record<string, readonly OssViolation[]>> = {
  'V1 header': [
    ...inHeader,
    violation('authorization-colon', 'InvalidArgument', sets({ authorization: 'OSS nothing' })),
    violation(
      'authorization-access-key-id',
      'InvalidArgument',
      sets({ authorization: 'OSS :sig' }),
    ),
    violation('authorization-signature', 'InvalidArgument', sets({ authorization: 'OSS id:' })),
    ...dateOf(basic(Date.now())),
    skew,
    violation('one-security-token', 'InvalidSecurityToken', secondToken),
    ...keyAndToken,
    signature('signature'),
    ...afterwards,
  ],
  'V1 URL': [
    ...inUrl,
    violation('single-parameters', 'InvalidArgument', twice('security-token')),
    violation('url-access-key-id', 'AccessDenied', sets({ id: '' })),
    violation('url-signature', 'AccessDenied', sets({ signature: '' })),
    violation('url-expires', 'AccessDenied', sets({ expires: null })),
    violation('url-expires-empty', 'AccessDenied', sets({ expires: '' })),
    violation('url-expires-number', 'AccessDenied', sets({ expires: 'tomorrow' })),
    violation('url-not-expired', 'AccessDenied', sets({ expires: '1500000000' })),
    ...keyAndToken,
    signature('signature'),
    ...afterwards,
  ],
  'V4 header': [
    ...inHeader,
    violation('authorization-fields', 'InvalidArgument', fields('Signature=x')),
    violation('authorization-pairs', 'InvalidArgument', fields('Credential,Signature=x')),
    violation(
      'authorization-known-fields',
      'InvalidArgument',
      fields('Credential=id,Signature=x,UnknownKey=1'),
      fields('Credential=id,Signature=x,Signature=y'),
    ),
    violation(
      'authorization-credential',
      'InvalidArgument',
      fields('AdditionalHeaders=host,Signature=x'),
    ),
    violation(
      'authorization-v4-signature',
      'InvalidArgument',
      sets({ signature: '' }),
      fields('Credential=id,AdditionalHeaders=host'),
    ),
    violation(
      'credential-scope',
      'InvalidArgument',
      sets({ scope: 'cn-shanghai/oss' }),
      sets({ scope: '2026-01-01/cn-shanghai/oss/aliyun_v4_request' }),
      sets({ scope: '20260101/cn-shanghai/oss/aws4_request' }),
    ),
    ...scope,
    violation('additional-headers', 'InvalidArgument', sets({ additional: '' })),
    violation('additional-header-items', 'InvalidArgument', sets({ additional: 'host;;date' })),
    violation('sent-additional-headers', 'InvalidArgument', sets({ additional: 'x-absent' })),
    payloadHash,
    ...dateOf(new Date().toUTCString()),
    signingDate,
    skew,
    ...keyAndToken,
    signature('signature-v4'),
    ...afterwards,
  ],
  'V4 URL': [
    ...inUrl,
    violation('single-parameters', 'InvalidArgument', twice('x-oss-additional-headers')),
    violation('url-v4-version', 'InvalidArgument', parameter('x-oss-signature-version', 'OSS5')),
    violation('url-v4-credential', 'InvalidArgument', noCredential),
    violation('url-v4-date', 'InvalidArgument', sets({ at: null })),
    violation('url-v4-expires', 'InvalidArgument', sets({ expires: null })),
    violation('url-v4-signature', 'InvalidArgument', sets({ signature: '' })),
    violation('credential-scope', 'InvalidArgument', sets({ scope: 'cn-shanghai/oss' })),
    violation(
      'credential-date',
      'InvalidArgument',
      sets({ scope: '2026-01-01/cn-shanghai/oss/aliyun_v4_request' }),
    ),
    ...scope,
    violation('url-v4-life', 'InvalidArgument', sets({ expires: '604801' })),
    violation(
      'sent-additional-headers',
      'InvalidArgument',
      parameter('x-oss-additional-headers', 'x-absent'),
    ),
    payloadHash,
    violation(
      'date-form',
      'AccessDenied',
      sets({ at: Date.now(), writtenAt: 'yesterday' }),
      sets({ at: Date.now(), writtenAt: new Date().toUTCString() }),
    ),
    signingDate,
    violation('url-not-early', 'RequestTimeTooSkewed', sets({ at: Date.now() + 2 * hours })),
    violation('url-not-expired', 'AccessDenied', sets({ at: Date.now() - 3 * hours })),
    ...keyAndToken,
    signature('signature-v4'),
    ...afterwards,
  ],
}
