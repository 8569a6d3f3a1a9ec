import type { ErrorDefinition } from '../operation.ts'

/** An error of OSS. `ec` is the service's own number of the cause, left out where none is known. */
export interface OssErrorDefinition extends ErrorDefinition {
  readonly ec?: string
}

/** Rows named `Code/variant` answer `Code`; the variant only tells their texts apart. */
export const ossErrors = {
  InvalidArgument: { status: 400, message: '{reason}', evidence: 'documented' },
  'InvalidArgument/additional-empty': {
    status: 400,
    message: 'AdditionalHeaders of the Authorization header is empty.',
    evidence: 'inferred',
    ec: '0002-00000209',
  },
  'InvalidArgument/additional-item': {
    status: 400,
    message: 'AdditionalHeaders of the Authorization header has an empty item.',
    evidence: 'inferred',
    ec: '0002-00000210',
  },
  'InvalidArgument/additional-absent': {
    status: 400,
    message: 'AdditionalHeaders of the Authorization header names a header that was not sent.',
    evidence: 'inferred',
    ec: '0002-00000211',
  },
  'InvalidObjectName/empty': {
    status: 400,
    message: 'The Object name can not be empty.',
    evidence: 'documented',
    ec: '0016-00000001',
  },
  'InvalidObjectName/long': {
    status: 400,
    message: 'The Length of Object name must be less than 1024.',
    evidence: 'documented',
    ec: '0016-00000002',
  },
  InvalidObjectName: {
    status: 400,
    message: 'The specified object is not valid.',
    evidence: 'documented',
    ec: '0016-00000005',
  },
  InvalidDigest: {
    status: 400,
    message: 'The Content-MD5 you specified was invalid.',
    evidence: 'documented',
  },
  InvalidCRC64: {
    status: 400,
    message: 'The x-oss-hash-crc64ecma you specified did not match what we received.',
    evidence: 'inferred',
  },
  InvalidPart: {
    status: 400,
    message:
      "One or more of the specified parts could not be found or the specified entity tag might not have matched the part's entity tag.",
    evidence: 'documented',
  },
  InvalidPartOrder: {
    status: 400,
    message: 'The list of parts was not in ascending order.',
    evidence: 'documented',
  },
  EntityTooSmall: {
    status: 400,
    message: 'Your proposed upload smaller than the minimum allowed size.',
    evidence: 'documented',
  },
  EntityTooLarge: {
    status: 400,
    message: 'Your proposed upload exceeds the maximum allowed size.',
    evidence: 'inferred',
  },
  MalformedXML: {
    status: 400,
    message:
      'The XML you provided was not well-formed or did not validate against our published schema.',
    evidence: 'documented',
    ec: '0016-00000608',
  },
  NotImplemented: {
    status: 400,
    message: 'A header you provided implies functionality that is not implemented.',
    evidence: 'documented',
  },
  IncompleteBody: {
    status: 400,
    message: 'The request body ended before the length that Content-Length announced.',
    evidence: 'inferred',
  },
  RequestTimeout: {
    status: 400,
    message: 'The request body was not received in time.',
    evidence: 'inferred',
    note: 'Code and status are documented, the text was never captured.',
  },
  'AccessDenied/date-missing': {
    status: 403,
    message: 'OSS authentication requires a valid Date.',
    evidence: 'documented',
    ec: '0002-00000503',
  },
  'AccessDenied/date-malformed': {
    status: 403,
    message: 'OSS authentication requires a valid Date.',
    evidence: 'documented',
    ec: '0002-00000502',
  },
  'AccessDenied/query-incomplete': {
    status: 403,
    message:
      'Query-string authentication requires the Signature, Expires and OSSAccessKeyId parameters',
    evidence: 'documented',
  },
  'AccessDenied/expired': {
    status: 403,
    message: 'Request has expired.',
    evidence: 'observed',
    ec: '0002-00000069',
  },
  'AccessDenied/policy': {
    status: 403,
    message: "Access denied by authorizer's policy.",
    evidence: 'documented',
    ec: '0003-00000301',
  },
  'AccessDenied/anonymous': {
    status: 403,
    message: 'You have no right to access this object because of bucket acl.',
    evidence: 'documented',
    ec: '0003-00000002',
  },
  InvalidAccessKeyId: {
    status: 403,
    message: 'The OSS Access Key Id you provided does not exist in our records.',
    evidence: 'observed',
    ec: '0002-00000902',
  },
  'InvalidAccessKeyId/characters': {
    status: 403,
    message: 'The OSS Access Key Id you provided does not exist in our records.',
    evidence: 'documented',
    ec: '0002-00000901',
  },
  'InvalidAccessKeyId/token-missing': {
    status: 403,
    message:
      'The OSS Access Key Id you provided does not exist in our records. The Security Token may be lost to specify that it is a STS Access Id.',
    evidence: 'observed',
    ec: '0002-00000003',
  },
  InvalidSecurityToken: {
    status: 403,
    message: 'The security token you provided is invalid.',
    evidence: 'documented',
    ec: '0002-00000006',
  },
  AccessKeyIdAndSecurityTokenNotMatch: {
    status: 403,
    message: 'The OSS access key id and security token you provided does not match.',
    evidence: 'documented',
    ec: '0002-00000004',
  },
  SecurityTokenExpired: {
    status: 403,
    message: 'The security token you provided has expired.',
    evidence: 'observed',
    ec: '0002-00000007',
  },
  SignatureDoesNotMatch: {
    status: 403,
    message:
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    evidence: 'observed',
    ec: '0002-00000040',
  },
  'SignatureDoesNotMatch/v4': {
    status: 403,
    message:
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    evidence: 'documented',
    ec: '0002-00000201',
  },
  RequestTimeTooSkewed: {
    status: 403,
    message: 'The difference between the request time and the current time is too large.',
    evidence: 'observed',
    ec: '0002-00000504',
  },
  AccessForbidden: {
    status: 403,
    message:
      "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Requet-Headers are not whitelisted by the resource's CORS spec.",
    evidence: 'documented',
  },
  'BadRequest/origin': {
    status: 400,
    message: 'Insufficient information. Origin request header needed.',
    evidence: 'documented',
  },
  'BadRequest/method': {
    status: 400,
    message: 'Insufficient information. Access-Control-Request-Method request header needed.',
    evidence: 'inferred',
  },
  NoSuchBucket: {
    status: 404,
    message: 'The specified bucket does not exist.',
    evidence: 'documented',
    ec: '0015-00000101',
  },
  NoSuchKey: {
    status: 404,
    message: 'The specified key does not exist.',
    evidence: 'documented',
    ec: '0026-00000001',
  },
  NoSuchUpload: {
    status: 404,
    message:
      'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    evidence: 'documented',
    ec: '0042-00000002',
  },
  FileAlreadyExists: {
    status: 409,
    message: 'The object you specified already exists and can not be overwritten.',
    evidence: 'documented',
  },
  MissingContentLength: {
    status: 411,
    message: 'You must provide the Content-Length HTTP header.',
    evidence: 'documented',
  },
  PreconditionFailed: {
    status: 412,
    message: 'At least one of the pre-conditions you specified did not hold.',
    evidence: 'documented',
  },
  InvalidRange: {
    status: 416,
    message: 'The requested range cannot be satisfied.',
    evidence: 'documented',
  },
  ServiceUnavailable: {
    status: 503,
    message: 'Please reduce your request rate.',
    evidence: 'documented',
    note: 'Ours for an upload during which the emulator was reset, and for a connection too many.',
  },
  InternalError: {
    status: 500,
    message: 'Please contact the server administrator, oss@service.aliyun.com.',
    evidence: 'documented',
  },
} as const satisfies Readonly<Record<string, OssErrorDefinition>>

export type OssErrorCode = keyof typeof ossErrors
