import type { OssDraft } from './oss-draft.ts'
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
  violation(
    'known-signature-version',
    'NotImplemented',
    sets({ authorization: 'OSS2 AccessKeyId:id,Signature:abc' }),
  ),
  violation('no-form-upload', 'NotImplemented', formUpload(noSignature)),
  violation('signed', 'AccessDenied', noSignature),
]

const urlIsSigned = 'a URL that has a signature is signed: other checks tell what it lacks'

const inUrl: readonly OssViolation[] = [
  ...limits,
  violation('one-signature', 'InvalidArgument', sets({ authorization: 'OSS id:signature' })),
  violation(
    'known-signature-version',
    'NotImplemented',
    parameter('x-oss-signature-version', 'OSS2'),
  ),
  unpaired('no-form-upload', 'NotImplemented', urlIsSigned),
  unpaired('signed', 'AccessDenied', urlIsSigned),
]

const date: readonly OssViolation[] = [
  violation('date', 'AccessDenied', sets({ at: null })),
  violation('date-form', 'AccessDenied', sets({ at: Date.now(), writtenAt: 'yesterday' })),
  violation('clock-skew', 'RequestTimeTooSkewed', sets({ at: Date.now() - hours })),
]

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

const afterwards: readonly OssViolation[] = [
  violation(
    'emulated-operation',
    'NotImplemented',
    parameter('tagging'),
    sets({ method: 'PATCH' }),
  ),
  violation(
    'policy',
    'AccessDenied',
    temporary(sets({ key: 'of-another.png' })),
    temporary(sets({ bucket: 'another-bucket' })),
    temporary(sets({ method: 'DELETE' })),
  ),
  unpaired(
    'object-name',
    'InvalidObjectName',
    'every emulated operation is on an object: without its name there is none, which is told before',
  ),
  violation('bucket', 'NoSuchBucket', sets({ bucket: 'no-such-bucket' })),
  violation('object-name-length', 'InvalidObjectName', sets({ key: 'k'.repeat(1024) })),
  violation('object-name-start', 'InvalidObjectName', sets({ key: '/leading' })),
]

/** Every check of a request to OSS by the scheme of its signature, in the order in which they must answer. */
export const ossViolations: Readonly<Record<string, readonly OssViolation[]>> = {
  'V1 header': [
    ...inHeader,
    violation('authorization-grammar', 'InvalidArgument', sets({ authorization: 'OSS nothing' })),
    ...date,
    ...keyAndToken,
    signature('signature'),
    ...afterwards,
  ],
  'V1 URL': [
    ...inUrl,
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
    violation(
      'authorization-grammar',
      'InvalidArgument',
      sets({ authorization: 'OSS4-HMAC-SHA256 Credential=id' }),
    ),
    violation('credential-scope', 'InvalidArgument', sets({ scope: 'cn-shanghai/oss' })),
    violation('additional-headers', 'InvalidArgument', sets({ additional: '' })),
    violation('additional-header-items', 'InvalidArgument', sets({ additional: 'host;;date' })),
    violation('sent-additional-headers', 'InvalidArgument', sets({ additional: 'x-absent' })),
    ...date,
    ...keyAndToken,
    signature('signature-v4'),
    ...afterwards,
  ],
  'V4 URL': [
    ...inUrl,
    violation(
      'url-v4-parameters',
      'InvalidArgument',
      sets({ expires: null }),
      sets({ signature: '' }),
      sets({ at: null }),
    ),
    violation('credential-scope', 'InvalidArgument', sets({ scope: 'cn-shanghai/oss' })),
    violation('url-v4-expires', 'InvalidArgument', sets({ expires: '604801' })),
    violation('date-form', 'AccessDenied', sets({ at: Date.now(), writtenAt: 'yesterday' })),
    violation('url-not-early', 'RequestTimeTooSkewed', sets({ at: Date.now() + 2 * hours })),
    violation('url-not-expired', 'AccessDenied', sets({ at: Date.now() - 3 * hours })),
    ...keyAndToken,
    signature('signature-v4'),
    ...afterwards,
  ],
}
