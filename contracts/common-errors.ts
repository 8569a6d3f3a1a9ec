import type { ErrorTable } from './operation.ts'

/** Errors that the RPC gateway answers for any operation. `{name}`, `{stringToSign}` … are filled in when raised. */
export const commonErrors = {
  'InvalidAction.NotFound': {
    status: 404,
    message: 'Specified api is not found, please check your url and method.',
    evidence: 'observed',
  },
  InvalidVersion: {
    status: 400,
    message: 'Specified parameter Version is not valid.',
    evidence: 'observed',
  },
  UnsupportedOperation: {
    status: 400,
    message:
      'The specified action is not supported. {action} belongs to the API but is not emulated; see {info} for what is.',
    evidence: 'inferred',
    note: 'Code and first sentence are documented; the rest is the emulator speaking for itself.',
  },
  UnsupportedHTTPMethod: {
    status: 403,
    message: 'This http method is not supported.',
    evidence: 'documented',
  },
  RequestEntityTooLarge: {
    status: 413,
    message: 'The request body is larger than {limit} bytes.',
    evidence: 'inferred',
  },
  TooManyParameters: {
    status: 400,
    message: 'The request has more than {limit} parameters.',
    evidence: 'inferred',
    note: 'A limit of the emulator.',
  },
  RequestTimeout: {
    status: 408,
    message: 'The request was not received in time.',
    evidence: 'inferred',
  },
  ContentLengthDoesNotMatch: {
    status: 400,
    message: 'The request body ended before its announced length.',
    evidence: 'inferred',
    note: 'The code is documented, its text was never captured.',
  },
  MissingVersion: {
    status: 400,
    message: 'Version is mandatory for this action.',
    evidence: 'inferred',
  },
  MissingAction: {
    status: 400,
    message: 'Action is mandatory for this action.',
    evidence: 'inferred',
  },
  'InvalidParameter.Format': {
    status: 400,
    message: 'Specified parameter format is not valid.',
    evidence: 'documented',
  },
  MissingAccessKeyId: {
    status: 400,
    message: 'AccessKeyId is mandatory for this action.',
    evidence: 'observed',
  },
  MissingSignature: {
    status: 400,
    message: 'Signature is mandatory for this action.',
    evidence: 'observed',
  },
  MissingSignatureMethod: {
    status: 400,
    message: 'SignatureMethod is mandatory for this action.',
    evidence: 'inferred',
  },
  MissingSignatureVersion: {
    status: 400,
    message: 'SignatureVersion is mandatory for this action.',
    evidence: 'inferred',
  },
  MissingSignatureNonce: {
    status: 400,
    message: 'SignatureNonce is mandatory for this action.',
    evidence: 'inferred',
  },
  MissingTimestamp: {
    status: 400,
    message: 'Timestamp is mandatory for this action.',
    evidence: 'observed',
  },
  InvalidSignatureMethod: {
    status: 400,
    message: 'Specified signature method is not valid.',
    evidence: 'documented',
  },
  UnsupportedSignatureType: {
    status: 400,
    message: 'This signature type is not supported.',
    evidence: 'observed',
  },
  'InvalidAccessKeyId.NotMatchWithSignatureType': {
    status: 400,
    message: 'Specified access key does not match the signature type.',
    evidence: 'inferred',
    note: 'The code is observed; its text was never captured.',
  },
  'InvalidTimeStamp.Format': {
    status: 400,
    message: 'Specified time stamp or date value is not well formatted.',
    evidence: 'observed',
  },
  'InvalidTimeStamp.Expired': {
    status: 400,
    message: 'Specified time stamp or date value is expired.',
    evidence: 'observed',
  },
  'InvalidAccessKeyId.NotFound': {
    status: 404,
    message: 'Specified access key is not found.',
    evidence: 'observed',
  },
  MissingSecurityToken: {
    status: 400,
    message: 'SecurityToken is mandatory for this action.',
    evidence: 'documented',
  },
  'InvalidSecurityToken.Malformed': {
    status: 400,
    message: 'Specified SecurityToken is malformed.',
    evidence: 'observed',
  },
  'InvalidSecurityToken.MismatchWithAccessKey': {
    status: 400,
    message: 'Specified SecurityToken mismatch with the AccessKey.',
    evidence: 'documented',
  },
  'InvalidSecurityToken.Expired': {
    status: 400,
    message: 'Specified SecurityToken is expired.',
    evidence: 'documented',
  },
  IncompleteSignature: {
    status: 400,
    message: 'The request signature does not conform to Aliyun standards. {reason}',
    evidence: 'inferred',
    note: 'The code is documented for V3; what follows the first sentence is ours.',
  },
  SignatureDoesNotMatch: {
    status: 400,
    message:
      'Specified signature is not matched with our calculation. server string to sign is:{stringToSign}',
    evidence: 'observed',
    note: 'Under V3 the message is `Specified signature does not match our calculation. server StringToSign is [{stringToSign}] server CanonicalRequest is [{canonicalRequest}]`, observed too.',
  },
  SignatureNonceUsed: {
    status: 400,
    message: 'Specified signature nonce was used already.',
    evidence: 'observed',
  },
  NoPermission: {
    status: 403,
    message: 'You are not authorized to do this action. You should be authorized by RAM.',
    evidence: 'observed',
  },
  ServiceUnavailable: {
    status: 503,
    message: 'The request has failed due to a temporary failure of the server.',
    evidence: 'documented',
    note: 'Ours for a connection too many.',
  },
  InternalError: {
    status: 500,
    message: 'The request processing has failed due to some unknown error.',
    evidence: 'documented',
  },
} as const satisfies ErrorTable

export type CommonErrorCode = keyof typeof commonErrors
