import { withDefaults } from '../defaults.ts'
import type { ErrorDefinition, ErrorTable } from '../operation.ts'
import { exampleAccount } from './example-account.ts'

const cateIds = exampleAccount.categories.map(({ cateId }) => cateId).join(' and ')

/** Errors that several operations of VOD share; an operation picks its own with `pick`. */
export const vodErrors = withDefaults(
  { evidence: 'documented' },
  {
    MissingParameter: {
      status: 400,
      message:
        'The input parameter "{parameter}" that is mandatory for processing this request is not supplied.',
      remedy: 'Send the parameter, or change those that make it mandatory.',
    },
    InvalidParameter: {
      status: 400,
      message: 'The specified parameter "{parameter}" is not valid.',
      remedy: 'Send a value that the reference page of the operation allows.',
    },
    NoSuchResource: {
      status: 404,
      message: 'The specified resource {resource} does not exist.',
      note: 'What stands for the resource is inferred.',
      remedy: 'Name one that exists.',
    },
    IllegalCharacters: {
      status: 400,
      message: 'The specified {member} contains illegal emoticon or special characters.',
      remedy: 'Remove the character.',
    },
    LengthExceededMax: {
      status: 400,
      message: 'The specified {member} length has exceeded {limit} bytes.',
      remedy: 'Shorten the value.',
    },
    TagsExceededMax: {
      status: 400,
      message: 'The specified Tags count has exceeded {limit}.',
      remedy: 'Send fewer tags.',
    },
    CountExceededMax: {
      status: 400,
      message: 'The count of {parameter} exceeded maximum.',
      evidence: 'inferred',
      note: 'The code is documented, its status and text are not.',
      remedy: 'Send at most 20 items at once.',
    },
    'InvalidFileName.Extension': {
      status: 400,
      message: "The specified FileName's extension is illegal.",
      remedy: 'Name a file with an extension that the reference page of the operation allows.',
    },
    'InvalidCateId.NotFound': {
      status: 404,
      message: 'The CateId not exist.',
      evidence: 'inferred',
      remedy: `Use a category that GetCategories lists; an account starts with ${cateIds}.`,
    },
    'InvalidTemplateGroupId.NotFound': {
      status: 404,
      message: 'The TemplateGroupId does not exist.',
      remedy: 'Name VOD_NO_TRANSCODE, or a template group that a seed gives to the account.',
    },
    'InvalidVideo.NotFound': {
      status: 404,
      message: 'The video does not exist.',
      remedy: 'Name a video that the account has in the region of the host.',
    },
    'InvalidStorage.NotFound': {
      status: 404,
      message: 'The StorageLocation does not exist.',
      remedy:
        'Name a storage location that the account has in the region of the host, or call the host of a region where it has one; --region and a seed say where.',
    },
    'Forbidden.OperateAppResource': {
      status: 403,
      message: 'Invalid app permission to operate on the specified resource.',
      evidence: 'inferred',
      remedy: 'Omit AppId, or use an application that ListAppInfo lists as Normal.',
    },
  },
) satisfies ErrorTable

/** The named rows of `vodErrors`. */
export const pick = <const C extends keyof typeof vodErrors>(
  ...codes: readonly C[]
): Pick<typeof vodErrors, C> =>
  Object.fromEntries(codes.map((code) => [code, vodErrors[code]])) as Pick<typeof vodErrors, C>

/** For operations that create a media. */
export const noStorage = {
  'InvalidStorage.NotFound': {
    ...vodErrors['InvalidStorage.NotFound'],
    when: 'StorageLocation belongs to another application; or it is absent, and the account has no storage in the region.',
  },
} as const

/** For operations that create something in an application. */
export const closedApplication = {
  'Forbidden.OperateAppResource': {
    ...vodErrors['Forbidden.OperateAppResource'],
    when: 'The application is disabled; also when it is deleted in the same moment.',
  },
} as const

/** For other operations about an application. */
export const noApplication = {
  'Forbidden.OperateAppResource': {
    ...vodErrors['Forbidden.OperateAppResource'],
    when: 'The account has no such application; also when it is deleted in the same moment.',
  },
} as const

/** The gateway's error for a parameter that is always required. */
export const missing = <const P extends string>(parameter: P, remedy: string) =>
  ({
    [`Missing${parameter}`]: {
      status: 400,
      message: `${parameter} is mandatory for this action.`,
      evidence: 'inferred',
      note: 'The pattern is observed on other parameters.',
      remedy,
    },
  }) as Readonly<Record<`Missing${P}`, ErrorDefinition>>
