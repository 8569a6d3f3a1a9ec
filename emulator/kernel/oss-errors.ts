import { fill } from '#contracts/derive/fill.ts'
import { type OssErrorCode, type OssErrorDefinition, ossErrors } from '#contracts/oss/errors.ts'
import { ApiError, type ErrorDetails } from './api-error.ts'
import { BodyError } from './body.ts'
import { quoted } from './explanation.ts'

/**
 * An error of OSS, to be thrown. `elements` follow the message in the answer's XML; those named in the message template
 * only fill it.
 */
export function ossError(
  row: OssErrorCode,
  elements: Readonly<Record<string, string>> = {},
  details: Omit<ErrorDetails, 'elements' | 'ec'> = {},
): ApiError {
  const { status, message, ec, remedy, evidence }: OssErrorDefinition = ossErrors[row]
  const shown = Object.fromEntries(
    Object.entries(elements).filter(([name]) => !message.includes(`{${name}}`)),
  )
  return new ApiError(row.split('/', 1)[0] ?? row, status, fill(message, elements), {
    remedy,
    evidence,
    ...details,
    elements: shown,
    ...(ec && { ec }),
  })
}

/** InvalidArgument with its reason and the argument that is wrong. */
export const invalidArgument = (
  reason: string,
  name?: string,
  value = '',
  found = name ? `${name} is ${quoted(value)}` : undefined,
): ApiError =>
  ossError(
    'InvalidArgument',
    { reason, ...(name && { ArgumentName: name, ArgumentValue: value }) },
    { found },
  )

/** The refusal of a body that did not arrive whole: RequestTimeout or IncompleteBody. */
export const unfinishedBody = (error: unknown): ApiError =>
  error instanceof BodyError
    ? ossError(
        error.reason === 'slow' ? 'RequestTimeout' : 'IncompleteBody',
        {},
        { found: error.message },
      )
    : ossError('IncompleteBody')
