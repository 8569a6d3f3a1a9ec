import type { ErrorTable } from '../operation.ts'

/** Errors that several operations of VOD share; an operation picks its own with `pick`. */
export const vodErrors = {
  InvalidParameter: {
    status: 400,
    message: 'The specified parameter "{parameter}" is not valid.',
    evidence: 'documented',
  },
  IllegalCharacters: {
    status: 400,
    message: 'The specified {parameter} contains illegal emoticon or special characters.',
    evidence: 'documented',
  },
  LengthExceededMax: {
    status: 400,
    message: 'The specified {parameter} length has exceeded {limit} bytes.',
    evidence: 'documented',
  },
  TagsExceededMax: {
    status: 400,
    message: 'The specified Tags count has exceeded {limit}.',
    evidence: 'documented',
  },
  'InvalidFileName.Extension': {
    status: 400,
    message: "The specified FileName's extension is illegal.",
    evidence: 'documented',
  },
  'InvalidCateId.NotFound': {
    status: 404,
    message: 'The CateId not exist.',
    evidence: 'inferred',
  },
  'InvalidStorage.NotFound': {
    status: 404,
    message: 'The StorageLocation does not exist.',
    evidence: 'documented',
  },
  'Forbidden.OperateAppResource': {
    status: 403,
    message: 'Invalid app permission to operate on the specified resource.',
    evidence: 'inferred',
  },
} as const satisfies ErrorTable

/** The named rows of `vodErrors`. */
export const pick = <const C extends keyof typeof vodErrors>(
  ...codes: readonly C[]
): Pick<typeof vodErrors, C> =>
  Object.fromEntries(codes.map((code) => [code, vodErrors[code]])) as Pick<typeof vodErrors, C>
