import { withDefaults } from '../defaults.ts'
import type { ErrorTable } from '../operation.ts'

/**
 * Errors that the RPC gateway answers for any operation. `{action}`, `{stringToSign}` … are filled in when raised. Rows
 * named `Code/variant` answer `Code`; the variant only tells their texts apart.
 */
export const commonErrors = withDefaults(
  { evidence: 'documented' },
  {
    'InvalidAction.NotFound': {
      status: 404,
      message: 'Specified api is not found, please check your url and method.',
      evidence: 'observed',
      remedy: 'Call "/" with an Action of the VOD API, spelt with its case.',
    },
    InvalidVersion: {
      status: 400,
      message: 'Specified parameter Version is not valid.',
      evidence: 'observed',
      remedy: 'Send Version=2017-03-21 (x-acs-version under V3) to a host of VOD.',
    },
    UnsupportedOperation: {
      status: 400,
      message:
        'The specified action is not supported. {action} belongs to the API but is not emulated; see {info} for what is.',
      evidence: 'inferred',
      note: 'Code and first sentence are documented; the rest is the emulator speaking for itself.',
      remedy: '/_emulator/info lists what the emulator has.',
    },
    UnsupportedHTTPMethod: {
      status: 403,
      message: 'This http method is not supported.',
      remedy: 'Send GET or POST, as the operation has it.',
    },
    RequestEntityTooLarge: {
      status: 413,
      message: 'The request body is larger than {limit} bytes.',
      evidence: 'inferred',
      remedy: 'Send less; the parameters of no operation need as much.',
    },
    TooManyParameters: {
      status: 400,
      message: 'The request has more than {limit} parameters.',
      evidence: 'inferred',
      remedy: 'Send fewer parameters; no operation has as many.',
      note: 'A limit of the emulator.',
    },
    RequestTimeout: {
      status: 408,
      message: 'The request was not received in time.',
      evidence: 'inferred',
      remedy: 'Send the request without long pauses.',
    },
    ContentLengthDoesNotMatch: {
      status: 400,
      message: 'The request body ended before its announced length.',
      evidence: 'inferred',
      note: 'The code is documented, its text was never captured.',
      remedy:
        'Send as many bytes as Content-Length announces, and end a chunked body with its last chunk.',
    },
    MissingVersion: {
      status: 400,
      message: 'Version is mandatory for this action.',
      evidence: 'inferred',
      remedy:
        'Send Version in query or form, or the header x-acs-version; a form needs Content-Type application/x-www-form-urlencoded.',
    },
    MissingAction: {
      status: 400,
      message: 'Action is mandatory for this action.',
      evidence: 'inferred',
      remedy:
        'Send Action in query or form, or the header x-acs-action; a form needs Content-Type application/x-www-form-urlencoded.',
    },
    'InvalidParameter.Format': {
      status: 400,
      message: 'Specified parameter format is not valid.',
      remedy: 'Send Format=JSON or Format=XML.',
    },
    MissingAccessKeyId: {
      status: 400,
      message: 'AccessKeyId is mandatory for this action.',
      evidence: 'observed',
      remedy:
        'Sign the request: with AccessKeyId and Signature among its parameters (V1), or with Authorization: ACS3-HMAC-SHA256 … (V3).',
    },
    MissingSignature: {
      status: 400,
      message: 'Signature is mandatory for this action.',
      evidence: 'observed',
      remedy: 'Send Signature; an Authorization header counts only if it begins with ACS3-.',
    },
    MissingSignatureMethod: {
      status: 400,
      message: 'SignatureMethod is mandatory for this action.',
      evidence: 'inferred',
      remedy: 'Send SignatureMethod=HMAC-SHA1, and sign it.',
    },
    MissingSignatureVersion: {
      status: 400,
      message: 'SignatureVersion is mandatory for this action.',
      evidence: 'inferred',
      remedy: 'Send SignatureVersion=1.0, and sign it.',
    },
    MissingSignatureNonce: {
      status: 400,
      message: 'SignatureNonce is mandatory for this action.',
      evidence: 'inferred',
      remedy: 'Send SignatureNonce, a new text with every request, and sign it.',
    },
    MissingTimestamp: {
      status: 400,
      message: 'Timestamp is mandatory for this action.',
      evidence: 'observed',
      remedy: 'Send the signing time in UTC: x-acs-date, for example 2026-01-01T00:00:00Z.',
    },
    InvalidSignatureMethod: {
      status: 400,
      message: 'Specified signature method is not valid.',
      remedy: 'Send SignatureMethod=HMAC-SHA1.',
    },
    UnsupportedSignatureType: {
      status: 400,
      message: 'This signature type is not supported.',
      evidence: 'observed',
      remedy: 'Sign with an AccessKey; omit SignatureType and BearerToken.',
    },
    'InvalidAccessKeyId.NotMatchWithSignatureType': {
      status: 400,
      message: 'Specified access key does not match the signature type.',
      evidence: 'inferred',
      note: 'The code is observed; its text was never captured.',
      remedy: 'Sign with HMAC: the keys of the emulator are AccessKeys, not key pairs.',
    },
    'InvalidTimeStamp.Format': {
      status: 400,
      message: 'Specified time stamp or date value is not well formatted.',
      evidence: 'observed',
      remedy: 'Write the time as 2026-01-01T00:00:00Z: UTC, whole seconds, encoded once.',
    },
    'InvalidTimeStamp.Expired': {
      status: 400,
      message: 'Specified time stamp or date value is expired.',
      evidence: 'observed',
      remedy: 'Set the clock of the client, and write the time in UTC.',
    },
    'InvalidAccessKeyId.NotFound': {
      status: 404,
      message: 'Specified access key is not found.',
      evidence: 'observed',
      remedy:
        'Use a key of the emulator: they are printed when it starts, /_emulator/info has their ids, --access-key adds others. A temporary key is unknown after a reset and to an emulator with another --server-secret.',
    },
    MissingSecurityToken: {
      status: 400,
      message: 'SecurityToken is mandatory for this action.',
      remedy:
        'Send the token that came with the key: SecurityToken (V1) or x-acs-security-token (V3).',
    },
    'InvalidSecurityToken.Malformed': {
      status: 400,
      message: 'Specified SecurityToken is malformed.',
      evidence: 'observed',
      remedy: 'Send the token as it came in UploadAuth or PlayAuth: whole, percent-encoded once.',
    },
    'InvalidSecurityToken.MismatchWithAccessKey': {
      status: 400,
      message: 'Specified SecurityToken mismatch with the AccessKey.',
      remedy:
        'Take AccessKeyId, AccessKeySecret and SecurityToken from the same UploadAuth or PlayAuth.',
    },
    'InvalidSecurityToken.Expired': {
      status: 400,
      message: 'Specified SecurityToken is expired.',
      remedy: 'Call the operation that issued the credential again for a new one.',
    },
    IncompleteSignature: {
      status: 400,
      message: 'The request signature does not conform to Aliyun standards. {reason}',
      evidence: 'inferred',
      note: 'The code is documented for V3; what follows the first sentence is ours.',
      remedy:
        'Write Authorization: ACS3-HMAC-SHA256 Credential=<AccessKeyId>,SignedHeaders=host;x-acs-action;…,Signature=<hex>.',
    },
    SignatureDoesNotMatch: {
      status: 400,
      message:
        'Specified signature is not matched with our calculation. server string to sign is:{stringToSign}',
      evidence: 'observed',
      remedy:
        'Compare the string to sign at the end of the message with your own: if they agree, the secret differs.',
    },
    'SignatureDoesNotMatch/v3': {
      status: 400,
      message:
        'Specified signature does not match our calculation. server StringToSign is [{stringToSign}] server CanonicalRequest is [{canonicalRequest}]',
      evidence: 'observed',
      remedy:
        'Compare the canonical request of the message with your own: if they agree, the secret differs.',
    },
    SignatureNonceUsed: {
      status: 400,
      message: 'Specified signature nonce was used already.',
      evidence: 'observed',
      remedy: 'Make a new nonce for every request, also for a repeated one: a UUID, not a time.',
    },
    NoPermission: {
      status: 403,
      message: 'You are not authorized to do this action. You should be authorized by RAM.',
      evidence: 'observed',
      remedy:
        'Allow the action in a policy of the key, or call with a key of the account itself; an upload credential is for OSS alone, that of a PlayAuth for GetPlayInfo of its video.',
    },
    ServiceUnAvailable: {
      status: 503,
      message: 'The request has failed due to a temporary failure of the server.',
      remedy: 'Repeat the request when the emulator can serve it again.',
      note: "With VOD's own capital A. Ours while the data folder is full, read-only or failing.",
    },
    ServiceUnavailable: {
      status: 503,
      message: 'The request has failed due to a temporary failure of the server.',
      remedy: 'Repeat the request on a connection that is open already, or later.',
      note: 'Ours for a connection too many.',
    },
    InternalError: {
      status: 500,
      message: 'The request processing has failed due to some unknown error.',
      remedy:
        'This is a fault of the emulator: its log has the stack under the id of this request; please report it.',
    },
  },
) satisfies ErrorTable

export type CommonErrorCode = keyof typeof commonErrors
