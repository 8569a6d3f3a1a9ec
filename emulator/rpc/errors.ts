import { fill } from '#contracts/derive/fill.ts'
import { type CommonErrorCode, commonErrors } from '#contracts/rpc/errors.ts'
import { ApiError, type ErrorDetails } from '../kernel/api-error.ts'

/** An error of the gateway, to be thrown. */
export function rpcError(
  row: CommonErrorCode,
  values: Readonly<Record<string, string | number>> = {},
  details: ErrorDetails = {},
): ApiError {
  const { status, message, remedy, evidence } = commonErrors[row]
  const code = row.split('/', 1)[0] ?? row
  return new ApiError(code, status, fill(message, values), { remedy, evidence, ...details })
}
