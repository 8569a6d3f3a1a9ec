import { withDefaults } from '../defaults.ts'
import type { ErrorDefinition } from '../operation.ts'

/** An error of OSS. `ec` is the service's own number of the cause, left out where none is known. */
export interface OssErrorDefinition extends ErrorDefinition {
  readonly ec?: string
}

/** Rows named `Code/variant` answer `Code`; the variant only tells their texts apart. */
export const ossErrors = withDefaults(
  { evidence: 'documented' },
  {
    InvalidArgument: {
      status: 400,
      message: '{reason}',
      remedy: 'Correct the argument that is named.',
    },
    'InvalidArgument/two-signatures': {
      status: 400,
      message: 'Only one of the header and the URL may carry a signature.',
      evidence: 'inferred',
      ec: '0002-00000039',
      remedy:
        'Send a signed URL without an Authorization header, also one that is meant for somebody else (Bearer …).',
    },
    'InvalidArgument/authorization-scheme': {
      status: 400,
      message: 'Authorization header is invalid.',
      ec: '0002-00000061',
      remedy:
        'Sign with OSS (V1) or OSS4-HMAC-SHA256 (V4); send no Authorization header that is meant for somebody else.',
    },
    'InvalidArgument/authorization-colon': {
      status: 400,
      message: 'Authorization header is invalid.',
      ec: '0002-00000062',
      remedy: 'Write Authorization: OSS <AccessKeyId>:<signature>.',
    },
    'InvalidArgument/authorization-key': {
      status: 400,
      message: 'Authorization header is invalid.',
      ec: '0002-00000063',
      remedy:
        'Write Authorization: OSS <AccessKeyId>:<signature>; see that the variable that holds the id is set and read.',
    },
    'InvalidArgument/authorization-signature': {
      status: 400,
      message: 'Authorization header is invalid.',
      ec: '0002-00000065',
      remedy: 'Write Authorization: OSS <AccessKeyId>:<signature>.',
    },
    'InvalidArgument/v4-fields': {
      status: 400,
      message: 'Authorization header is invalid.',
      ec: '0002-00000202',
      remedy:
        'Write Authorization: OSS4-HMAC-SHA256 Credential=…,AdditionalHeaders=…,Signature=…, AdditionalHeaders only where additional headers are signed.',
    },
    'InvalidArgument/v4-pair': {
      status: 400,
      message: 'Authorization header is invalid.',
      ec: '0002-00000203',
      remedy:
        'Write Authorization: OSS4-HMAC-SHA256 Credential=…,AdditionalHeaders=…,Signature=…, AdditionalHeaders only where additional headers are signed.',
    },
    'InvalidArgument/v4-unknown-field': {
      status: 400,
      message: 'Authorization header is invalid.',
      ec: '0002-00000204',
      remedy:
        'Write Authorization: OSS4-HMAC-SHA256 Credential=…,AdditionalHeaders=…,Signature=…, AdditionalHeaders only where additional headers are signed.',
    },
    'InvalidArgument/v4-credential': {
      status: 400,
      message: 'Authorization header is invalid.',
      ec: '0002-00000205',
      remedy:
        'Write Authorization: OSS4-HMAC-SHA256 Credential=…,AdditionalHeaders=…,Signature=…, AdditionalHeaders only where additional headers are signed.',
    },
    'InvalidArgument/v4-signature': {
      status: 400,
      message: 'Authorization header is invalid.',
      ec: '0002-00000208',
      remedy:
        'Write Authorization: OSS4-HMAC-SHA256 Credential=…,AdditionalHeaders=…,Signature=…, AdditionalHeaders only where additional headers are signed.',
    },
    'InvalidArgument/credential': {
      status: 400,
      message: 'Credential of the Authorization header is invalid.',
      evidence: 'inferred',
      ec: '0002-00000213',
      remedy: 'Write Credential=<AccessKeyId>/<yyyymmdd>/<region>/oss/aliyun_v4_request.',
    },
    'InvalidArgument/url-credential': {
      status: 400,
      message: 'x-oss-credential is invalid.',
      evidence: 'inferred',
      ec: '0002-00000224',
      remedy:
        'Write x-oss-credential=<AccessKeyId>/<yyyymmdd>/<region>/oss/aliyun_v4_request, percent-encoded.',
    },
    'InvalidArgument/url-credential-date': {
      status: 400,
      message: 'The date of x-oss-credential is invalid.',
      evidence: 'inferred',
      ec: '0002-00000223',
      remedy: 'Write the date as yyyymmdd, without hyphens.',
    },
    'InvalidArgument/url-credential-missing': {
      status: 400,
      message: 'x-oss-credential is missing in the query string.',
      evidence: 'inferred',
      ec: '0002-00000218',
      remedy: 'Send x-oss-credential.',
    },
    'InvalidArgument/url-expires-missing': {
      status: 400,
      message: 'x-oss-expires is missing in the query string.',
      evidence: 'inferred',
      ec: '0002-00000215',
      remedy: 'Send x-oss-expires, the seconds for which the URL lives.',
    },
    'InvalidArgument/url-signature-missing': {
      status: 400,
      message: 'x-oss-signature is missing in the query string.',
      evidence: 'inferred',
      ec: '0002-00000219',
      remedy: 'Send x-oss-signature.',
    },
    'InvalidArgument/url-expires-range': {
      status: 400,
      message: 'x-oss-expires must be between 1 and 604800 seconds.',
      evidence: 'inferred',
      ec: '0002-00000232',
      remedy: 'Send x-oss-expires in seconds of life, not as a time.',
    },
    'InvalidArgument/url-additional-absent': {
      status: 400,
      message: 'x-oss-additional-headers names a header that was not sent.',
      evidence: 'inferred',
      remedy: 'Send every header that x-oss-additional-headers names, or do not name it.',
    },
    'InvalidArgument/signing-region': {
      status: 400,
      message: 'Invalid signing region in Authorization header.',
      ec: '0002-00000226',
      remedy:
        "Sign for the bucket's region: in ali-oss set region, with its oss- (region: 'oss-cn-shanghai'), elsewhere without. Start the emulator with --lenient any-signing-region for a client that cannot.",
    },
    'InvalidArgument/signing-product': {
      status: 400,
      message: 'Invalid signing product in Authorization header.',
      evidence: 'inferred',
      ec: '0002-00000227',
      remedy: 'Sign for the product oss.',
    },
    'InvalidArgument/signing-date': {
      status: 400,
      message: 'Invalid signing date in Authorization header.',
      evidence: 'inferred',
      remedy: 'Take the date and the signing time from the same clock reading, in UTC.',
    },
    'InvalidArgument/repeated': {
      status: 400,
      message: 'The parameter {ArgumentName} is repeated.',
      evidence: 'inferred',
      remedy: 'Send every parameter of the signature once.',
    },
    'InvalidArgument/aws-chunked': {
      status: 400,
      message:
        'aws-chunked encoding is not supported with the specified x-amz-content-sha256 value.',
      ec: '0017-00000804',
      remedy:
        'Use a client of OSS. For S3 clients the service itself wants aws-chunked encoding and checksum trailers switched off; the emulator knows the signatures of OSS alone.',
    },
    'InvalidArgument/part-number': {
      status: 400,
      message: '{reason}',
      ec: '0017-00000220',
      remedy: 'Number parts from 1 to 10000.',
    },
    'InvalidArgument/parameters': {
      status: 400,
      message: 'The query has more than {limit} parameters.',
      evidence: 'inferred',
      remedy: 'Send fewer parameters; no operation has as many.',
      note: 'A limit of the emulator.',
    },
    'InvalidArgument/additional-empty': {
      status: 400,
      message: 'AdditionalHeaders of the Authorization header is empty.',
      evidence: 'inferred',
      ec: '0002-00000209',
      remedy: 'Omit AdditionalHeaders, or name the additional headers that are signed.',
    },
    'InvalidArgument/additional-item': {
      status: 400,
      message: 'AdditionalHeaders of the Authorization header has an empty item.',
      evidence: 'inferred',
      ec: '0002-00000210',
      remedy: 'Separate the names of AdditionalHeaders by single semicolons.',
    },
    'InvalidArgument/additional-absent': {
      status: 400,
      message: 'AdditionalHeaders of the Authorization header names a header that was not sent.',
      evidence: 'inferred',
      ec: '0002-00000211',
      remedy: 'Send every header that AdditionalHeaders names, or do not name it.',
    },
    'InvalidArgument/payload-hash': {
      status: 400,
      message: 'The x-oss-content-sha256 only supports UNSIGNED-PAYLOAD.',
      evidence: 'observed',
      ec: '0002-00000214',
      remedy:
        'Send x-oss-content-sha256: UNSIGNED-PAYLOAD, and end the canonical request with the same. Where the body is to be covered, sign a Content-MD5.',
    },
    'InvalidObjectName/empty': {
      status: 400,
      message: 'The Object name can not be empty.',
      ec: '0016-00000001',
      remedy: 'Name an object in the path.',
    },
    'InvalidObjectName/long': {
      status: 400,
      message: 'The Length of Object name must be less than 1024.',
      ec: '0016-00000002',
      remedy: 'Use an object name of 1 to 1023 bytes of UTF-8.',
    },
    InvalidObjectName: {
      status: 400,
      message: 'The specified object is not valid.',
      ec: '0016-00000005',
      remedy: 'Use an object name that begins with neither "/" nor "\\".',
    },
    InvalidDigest: {
      status: 400,
      message: 'The Content-MD5 you specified was invalid.',
      ec: '0017-00000503',
      remedy: 'Send the Base64 of the MD5 of exactly the bytes of the body, or no Content-MD5.',
    },
    'InvalidDigest/malformed': {
      status: 400,
      message: 'The Content-MD5 you specified was invalid.',
      ec: '0017-00000502',
      remedy: 'Send the Base64 of the 16 bytes of the MD5, or no Content-MD5.',
    },
    InvalidCRC64: {
      status: 400,
      message: 'The x-oss-hash-crc64ecma you specified did not match what we received.',
      evidence: 'inferred',
      remedy:
        'Send the CRC-64/XZ of exactly the bytes of the body, decimal, or no x-oss-hash-crc64ecma.',
    },
    InvalidPart: {
      status: 400,
      message:
        "One or more of the specified parts could not be found or the specified entity tag might not have matched the part's entity tag.",
      remedy:
        'List the parts as ListParts shows them: a part that was sent again has another ETag.',
    },
    InvalidPartOrder: {
      status: 400,
      message: 'The list of parts was not in ascending order.',
      ec: '0042-00000209',
      remedy: 'List the parts by ascending number, each once.',
    },
    EntityTooSmall: {
      status: 400,
      message: 'Your proposed upload smaller than the minimum allowed size.',
      ec: '0042-00000213',
      remedy: 'Make every part but the last at least 102400 bytes.',
    },
    EntityTooLarge: {
      status: 400,
      message: 'Your proposed upload exceeds the maximum allowed size.',
      evidence: 'inferred',
      remedy: 'Upload in parts: one request carries at most 5 GiB.',
    },
    MalformedXML: {
      status: 400,
      message:
        'The XML you provided was not well-formed or did not validate against our published schema.',
      ec: '0016-00000608',
      remedy:
        'Send <CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>"…"</ETag></Part></CompleteMultipartUpload>.',
    },
    NotImplemented: {
      status: 400,
      message: 'A header you provided implies functionality that is not implemented.',
      remedy: 'The emulator does not have this; /_emulator/info lists what it has.',
    },
    IncompleteBody: {
      status: 400,
      message: 'The request body ended before the length that Content-Length announced.',
      evidence: 'inferred',
      remedy: 'Send the whole body again; nothing of it was kept.',
    },
    RequestTimeout: {
      status: 400,
      message: 'The request body was not received in time.',
      evidence: 'inferred',
      remedy: 'Send the body without long pauses; nothing of it was kept.',
      note: 'Code and status are documented, the text was never captured.',
    },
    'AccessDenied/bucket': {
      status: 403,
      message: 'You have no right to access this object because of bucket acl.',
      ec: '0003-00000001',
      remedy: 'Use a key of the account to which the bucket belongs.',
    },
    'AccessDenied/date-missing': {
      status: 403,
      message: 'OSS authentication requires a valid Date.',
      ec: '0002-00000503',
      remedy: 'Send the signing time in Date or x-oss-date.',
    },
    'AccessDenied/date-malformed': {
      status: 403,
      message: 'OSS authentication requires a valid Date.',
      ec: '0002-00000502',
      remedy: 'Write the signing time as Thu, 01 Jan 2026 00:00:00 GMT, or as 20260101T000000Z.',
    },
    'AccessDenied/query': {
      status: 403,
      message:
        'Query-string authentication requires the Signature, Expires and OSSAccessKeyId parameters',
      remedy: 'Send Signature, percent-encoded.',
    },
    'AccessDenied/query-key': {
      status: 403,
      message:
        'Query-string authentication requires the Signature, Expires and OSSAccessKeyId parameters',
      ec: '0002-00000071',
      remedy: 'Send OSSAccessKeyId.',
    },
    'AccessDenied/query-expires': {
      status: 403,
      message:
        'Query-string authentication requires the Signature, Expires and OSSAccessKeyId parameters',
      ec: '0002-00000067',
      remedy: 'Send Expires, seconds since 1970.',
    },
    'AccessDenied/query-expires-empty': {
      status: 403,
      message:
        'Query-string authentication requires the Signature, Expires and OSSAccessKeyId parameters',
      ec: '0002-00000068',
      remedy: 'Send Expires, seconds since 1970.',
    },
    'AccessDenied/query-expires-number': {
      status: 403,
      message:
        'Query-string authentication requires the Signature, Expires and OSSAccessKeyId parameters',
      ec: '0002-00000070',
      remedy: 'Send Expires as seconds since 1970, not as a date or a duration.',
    },
    'AccessDenied/expired': {
      status: 403,
      message: 'Request has expired.',
      evidence: 'observed',
      ec: '0002-00000069',
      remedy: 'Sign a new URL, with a longer life if need be.',
    },
    'AccessDenied/expired-v4': {
      status: 403,
      message: 'Request has expired.',
      ec: '0002-00000236',
      remedy: 'Sign a new URL, with a longer life if need be.',
    },
    'AccessDenied/policy': {
      status: 403,
      message: "Access denied by authorizer's policy.",
      ec: '0003-00000301',
      remedy:
        'Use the credential for the FileName of its UploadAddress alone, and a key of the account for everything else.',
    },
    'AccessDenied/explicit-deny': {
      status: 403,
      message: 'Access denied by bucket policy.',
      ec: '0003-00000201',
      remedy: 'Remove or narrow the statement that denies it; no statement that allows it helps.',
      note: "So the page of this EC has it, although the policy is the user's.",
    },
    'AccessDenied/no-allow': {
      status: 403,
      message: "Access denied by authorizer's policy.",
      evidence: 'inferred',
      ec: '0003-00000202',
      remedy: 'Allow the action on the resource in a policy of the key.',
      note: 'The EC is documented; its text was never captured.',
    },
    'AccessDenied/anonymous': {
      status: 403,
      message: 'You have no right to access this object because of bucket acl.',
      ec: '0003-00000002',
      remedy: 'Sign the request, or use the signed MediaURL to read.',
    },
    InvalidAccessKeyId: {
      status: 403,
      message: 'The OSS Access Key Id you provided does not exist in our records.',
      evidence: 'observed',
      ec: '0002-00000902',
      remedy:
        'Use the key of UploadAuth, or one of the account: those are printed when the emulator starts. A temporary key is unknown after a reset and to an emulator with another --server-secret.',
    },
    'InvalidAccessKeyId/characters': {
      status: 403,
      message: 'The OSS Access Key Id you provided does not exist in our records.',
      ec: '0002-00000901',
      remedy: 'Send the AccessKeyId as it is; nothing else belongs into its place.',
    },
    'InvalidAccessKeyId/token-missing': {
      status: 403,
      message:
        'The OSS Access Key Id you provided does not exist in our records. The Security Token may be lost to specify that it is a STS Access Id.',
      evidence: 'observed',
      ec: '0002-00000003',
      remedy:
        'Send the SecurityToken of UploadAuth too: stsToken in ali-oss, x-oss-security-token on the wire.',
    },
    InvalidSecurityToken: {
      status: 403,
      message: 'The security token you provided is invalid.',
      ec: '0002-00000006',
      remedy: 'Send the token as it came in UploadAuth: whole, percent-encoded once.',
    },
    AccessKeyIdAndSecurityTokenNotMatch: {
      status: 403,
      message: 'The OSS access key id and security token you provided does not match.',
      ec: '0002-00000004',
      remedy: 'Take AccessKeyId, AccessKeySecret and SecurityToken from the same UploadAuth.',
    },
    SecurityTokenExpired: {
      status: 403,
      message: 'The security token you provided has expired.',
      evidence: 'observed',
      ec: '0002-00000007',
      remedy:
        'Call CreateUploadAttachedMedia again for a new credential; it comes with a new MediaId and address.',
    },
    SignatureDoesNotMatch: {
      status: 403,
      message:
        'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      evidence: 'observed',
      ec: '0002-00000040',
      remedy: 'Compare StringToSign with your own: if they agree, the secret differs.',
    },
    'SignatureDoesNotMatch/v4': {
      status: 403,
      message:
        'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      ec: '0002-00000201',
      remedy:
        'Compare CanonicalRequest and StringToSign with your own: if they agree, the secret differs.',
    },
    RequestTimeTooSkewed: {
      status: 403,
      message: 'The difference between the request time and the current time is too large.',
      evidence: 'observed',
      ec: '0002-00000504',
      remedy: 'Set the clock of the client; ServerTime is the time of the server.',
    },
    'RequestTimeTooSkewed/early': {
      status: 403,
      message: 'The difference between the request time and the current time is too large.',
      evidence: 'inferred',
      ec: '0002-00000235',
      remedy: 'Set the clock of the machine that signs; ServerTime is the time of the server.',
    },
    AccessForbidden: {
      status: 403,
      message:
        "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Requet-Headers are not whitelisted by the resource's CORS spec.",
      remedy: 'Send the preflight of a browser: Origin and Access-Control-Request-Method.',
    },
    'BadRequest/origin': {
      status: 400,
      message: 'Insufficient information. Origin request header needed.',
      remedy: 'Send the header Origin.',
    },
    'BadRequest/method': {
      status: 400,
      message: 'Insufficient information. Access-Control-Request-Method request header needed.',
      evidence: 'inferred',
      remedy: 'Send the header Access-Control-Request-Method.',
    },
    NoSuchBucket: {
      status: 404,
      message: 'The specified bucket does not exist.',
      ec: '0015-00000101',
      remedy: 'Use the Bucket of UploadAddress; --bucket names the default one.',
    },
    NoSuchKey: {
      status: 404,
      message: 'The specified key does not exist.',
      ec: '0026-00000001',
      remedy: 'Upload the object first, with the FileName of its UploadAddress as the key.',
    },
    NoSuchUpload: {
      status: 404,
      message:
        'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
      ec: '0042-00000002',
      remedy:
        'Initiate a new upload and use its UploadId, with the same key. The web uploader tells nobody that a part was answered so: remove its entry upload_… from localStorage.',
    },
    FileAlreadyExists: {
      status: 409,
      message: 'The object you specified already exists and can not be overwritten.',
      ec: '0026-00000002',
      remedy: 'Use another key, or omit x-oss-forbid-overwrite.',
    },
    'FileAlreadyExists/completion': {
      status: 409,
      message: 'The object you specified already exists and can not be overwritten.',
      ec: '0042-00000214',
      remedy: 'Use another key, or omit x-oss-forbid-overwrite.',
    },
    MissingContentLength: {
      status: 411,
      message: 'You must provide the Content-Length HTTP header.',
      ec: '0017-00000101',
      remedy: 'Send Content-Length, or a chunked body.',
    },
    PreconditionFailed: {
      status: 412,
      message: 'At least one of the pre-conditions you specified did not hold.',
      remedy: 'Look at the object again: it is not what the condition expects.',
    },
    InvalidRange: {
      status: 416,
      message: 'The requested range cannot be satisfied.',
      remedy: 'Ask for a range that begins inside the object.',
    },
    ServiceUnavailable: {
      status: 503,
      message: 'Please reduce your request rate.',
      note: 'Ours for an upload during which the emulator was reset, while the data folder is full, read-only or failing, or MinIO cannot serve, and for a connection too many.',
      remedy: 'Repeat the request when the emulator can serve it again.',
    },
    InternalError: {
      status: 500,
      message: 'Please contact the server administrator, oss@service.aliyun.com.',
      remedy:
        'This is a fault of the emulator: its log has the stack under the id of this request; please report it.',
    },
  },
) satisfies Readonly<Record<string, OssErrorDefinition>>

export type OssErrorCode = keyof typeof ossErrors
