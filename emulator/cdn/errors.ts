import { type CdnErrorCode, cdnErrors } from '#contracts/cdn/errors.ts'
import { fill } from '#contracts/derive/fill.ts'
import { ApiError, type ErrorDetails } from '../kernel/api-error.ts'

/** A refusal of a CDN domain, to be thrown. */
export function cdnError(
  code: CdnErrorCode,
  values: Readonly<Record<string, string>> = {},
  details: ErrorDetails = {},
): ApiError {
  const { status, message, remedy, evidence } = cdnErrors[code]
  return new ApiError(code, status, fill(message, values), { remedy, evidence, ...details })
}
