import type { OssDraft } from './oss-draft.ts'
import type { Breaker, Way } from './pairs.ts'

type OssBreaker = Breaker<OssDraft>

const sets = (values: Partial<OssDraft>): Way<OssDraft> => ({
  decides: Object.keys(values),
  spoil: (draft) => Object.assign(draft, values),
})

const parameter = (name: string, value = ''): Way<OssDraft> => ({
  decides: [name],
  spoil: (draft) => {
    draft.query[name] = value
  },
})

/** A way that needs a temporary key to begin with. */
const temporary = (way: Way<OssDraft>): Way<OssDraft> => ({
  decides: way.decides,
  spoil: (draft) => {
    draft.isTemporary = true
    way.spoil(draft)
  },
})

const formUpload = (way: Way<OssDraft>): Way<OssDraft> => ({
  decides: [...way.decides, 'method', 'content-type'],
  spoil: (draft) => {
    way.spoil(draft)
    draft.method = 'POST'
    draft.headers['content-type'] = 'multipart/form-data; boundary=x'
  },
})

const breaker = (check: string, code: string, ...ways: readonly Way<OssDraft>[]): OssBreaker => ({
  check,
  code,
  ways,
})

const hours = 3_600_000
const noSignature: Way<OssDraft> = {
  decides: ['authorization', 'whether the header is signed'],
  spoil: (draft) => {
    draft.authorization = ''
  },
}
const secondSignature: Way<OssDraft> = {
  ...parameter('OSSAccessKeyId', 'second'),
  decides: ['whether the header is signed'],
}

const limits: readonly OssBreaker[] = [
  // Only a socket can find no room: the tests of limits have it.
  breaker('capacity', 'ServiceUnavailable'),
  breaker('parameter-count', 'InvalidArgument', sets({ padding: 1001 })),
]

const inHeader: readonly OssBreaker[] = [
  ...limits,
  breaker('one-signature', 'InvalidArgument', secondSignature),
  breaker(
    'known-signature-version',
    'NotImplemented',
    sets({ authorization: 'OSS2 AccessKeyId:id,Signature:abc' }),
  ),
  breaker('no-form-upload', 'NotImplemented', formUpload(noSignature)),
  breaker('signed', 'AccessDenied', noSignature),
]

// A URL that has a signature is signed: of its parameters none may be missing, which other checks tell.
const inUrl: readonly OssBreaker[] = [
  ...limits,
  breaker('one-signature', 'InvalidArgument', sets({ authorization: 'OSS id:signature' })),
  breaker(
    'known-signature-version',
    'NotImplemented',
    parameter('x-oss-signature-version', 'OSS2'),
  ),
  breaker('no-form-upload', 'NotImplemented'),
  breaker('signed', 'AccessDenied'),
]

const date: readonly OssBreaker[] = [
  breaker('date', 'AccessDenied', sets({ at: null })),
  breaker('date-form', 'AccessDenied', sets({ at: Date.now(), writtenAt: 'yesterday' })),
  breaker('clock-skew', 'RequestTimeTooSkewed', sets({ at: Date.now() - hours })),
]

const keyAndToken: readonly OssBreaker[] = [
  breaker('access-key-characters', 'InvalidAccessKeyId', sets({ id: 'dollar$' })),
  breaker('known-access-key', 'InvalidAccessKeyId', sets({ id: 'STS.nobody' })),
  breaker('security-token', 'InvalidAccessKeyId', temporary(sets({ token: 'none' }))),
  breaker('genuine-token', 'InvalidSecurityToken', temporary(sets({ token: 'mangled' }))),
  breaker('token-not-expired', 'SecurityTokenExpired', temporary(sets({ isExpired: true }))),
  breaker(
    'token-of-key',
    'AccessKeyIdAndSecurityTokenNotMatch',
    temporary(sets({ token: 'foreign' })),
  ),
]

const signature = (check: string): OssBreaker =>
  breaker(
    check,
    'SignatureDoesNotMatch',
    sets({ secret: 'another secret' }),
    sets({ signature: 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=' }),
  )

const afterwards: readonly OssBreaker[] = [
  breaker('emulated-operation', 'NotImplemented', parameter('tagging'), sets({ method: 'PATCH' })),
  breaker(
    'policy',
    'AccessDenied',
    temporary(sets({ key: 'of-another.png' })),
    temporary(sets({ bucket: 'another-bucket' })),
    temporary(sets({ method: 'DELETE' })),
  ),
  // Every emulated operation is one on an object: without its name there is no operation, which is told before.
  breaker('object-name', 'InvalidObjectName'),
  breaker('bucket', 'NoSuchBucket', sets({ bucket: 'no-such-bucket' })),
  breaker('object-name-length', 'InvalidObjectName', sets({ key: 'k'.repeat(1024) })),
  breaker('object-name-start', 'InvalidObjectName', sets({ key: '/leading' })),
]

/** Every check of a request to OSS by the scheme of its signature, in the order in which they must answer. */
export const ossBreakers: Readonly<Record<string, readonly OssBreaker[]>> = {
  'V1 header': [
    ...inHeader,
    breaker('authorization-grammar', 'InvalidArgument', sets({ authorization: 'OSS nothing' })),
    ...date,
    ...keyAndToken,
    signature('signature'),
    ...afterwards,
  ],
  'V1 URL': [
    ...inUrl,
    breaker('url-access-key-id', 'AccessDenied', sets({ id: '' })),
    breaker('url-signature', 'AccessDenied', sets({ signature: '' })),
    breaker('url-expires', 'AccessDenied', sets({ expires: null })),
    breaker('url-expires-empty', 'AccessDenied', sets({ expires: '' })),
    breaker('url-expires-number', 'AccessDenied', sets({ expires: 'tomorrow' })),
    breaker('url-not-expired', 'AccessDenied', sets({ expires: '1500000000' })),
    ...keyAndToken,
    signature('signature'),
    ...afterwards,
  ],
  'V4 header': [
    ...inHeader,
    breaker(
      'authorization-grammar',
      'InvalidArgument',
      sets({ authorization: 'OSS4-HMAC-SHA256 Credential=id' }),
    ),
    breaker('credential-scope', 'InvalidArgument', sets({ scope: 'cn-shanghai/oss' })),
    breaker('additional-headers', 'InvalidArgument', sets({ additional: '' })),
    breaker('additional-header-items', 'InvalidArgument', sets({ additional: 'host;;date' })),
    breaker('sent-additional-headers', 'InvalidArgument', sets({ additional: 'x-absent' })),
    ...date,
    ...keyAndToken,
    signature('signature-v4'),
    ...afterwards,
  ],
  'V4 URL': [
    ...inUrl,
    breaker(
      'url-v4-parameters',
      'InvalidArgument',
      sets({ expires: null }),
      sets({ signature: '' }),
      sets({ at: null }),
    ),
    breaker('credential-scope', 'InvalidArgument', sets({ scope: 'cn-shanghai/oss' })),
    breaker('url-v4-expires', 'InvalidArgument', sets({ expires: '604801' })),
    breaker('date-form', 'AccessDenied', sets({ at: Date.now(), writtenAt: 'yesterday' })),
    breaker('url-not-early', 'RequestTimeTooSkewed', sets({ at: Date.now() + 2 * hours })),
    breaker('url-not-expired', 'AccessDenied', sets({ at: Date.now() - 3 * hours })),
    ...keyAndToken,
    signature('signature-v4'),
    ...afterwards,
  ],
}
