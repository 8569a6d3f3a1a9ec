import { type CommonErrorCode, commonErrors } from '#contracts/common-errors.ts'
import { fill } from '#contracts/derive/fill.ts'
import { ApiError, type ErrorDetails } from '../kernel/api-error.ts'

/** An error of the gateway, to be thrown. */
export const rpcError = (
  code: CommonErrorCode,
  values: Readonly<Record<string, string | number>> = {},
  details: ErrorDetails = {},
): ApiError =>
  new ApiError(code, commonErrors[code].status, fill(commonErrors[code].message, values), details)
