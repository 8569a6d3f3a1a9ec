import { withDefaults } from '../defaults.ts'
import { characters, csv, integer, list, object, string, timestamp } from '../schema.ts'
import { appId, forbidden, missingAppId, notOpen } from './application-shapes.ts'
import { missing, pick } from './errors.ts'
import { exampleAccount } from './example-account.ts'
import { vodOperation } from './operation.ts'
import { pageNo, pageSize, requestId } from './shapes.ts'

const appName = string({
  describe: 'Name of the application, which no other of the account has.',
  example: 'my-app',
  pattern: {
    source: '[\\p{Script=Han}A-Za-z0-9.@-]{1,128}',
    words: 'up to 128 letters, digits, Chinese characters, ".", "-" and "@"',
    examples: ['my-app', '应用1', 'a.b@c', 'A'],
  },
})

const description = string({
  describe: 'Description of the application.',
  example: 'uploads of the tests',
  maxLength: characters(512),
})

const resourceGroupId = string({ describe: 'Resource group of the application.' })

const status = string({
  describe: 'Nothing can be created in an application that is `Disable`.',
  example: 'Normal',
  enum: ['Normal', 'Disable'],
})

const described = {
  AppId: string({ describe: '`app-` and 7 characters, of the system application digits.' }),
  AppName: string({}),
  Description: string({ optional: true }),
  Status: string({}),
  Type: string({ describe: '`System`: the one that every account has; else `Custom`.' }),
  CreationTime: timestamp({}),
  ModificationTime: timestamp({}),
  ResourceGroupId: string({ optional: true }),
}

/** The application of a request can be neither changed nor deleted. */
const notOwn = {
  'Forbidden.OperateApp': {
    ...forbidden,
    when: 'AppId is the system application; also when it is deleted in the same moment.',
  },
} as const

const nameTaken = {
  'AlreadyExist.AppName': {
    status: 409,
    message: 'The specified AppName has already exist.',
    evidence: 'documented',
    remedy: 'Choose another AppName.',
    when: 'Another application of the account has the AppName.',
  },
} as const

export const CreateAppInfo = vodOperation('write', {
  name: 'CreateAppInfo',
  summary: 'Creates an application.',
  media: {},
  input: {
    AppName: string({ ...appName, required: true }),
    Description: description,
    ResourceGroupId: resourceGroupId,
  },
  output: object({ RequestId: requestId, AppId: described.AppId }),
  errors: {
    ...missing('AppName', 'Send an AppName of at most 128 characters.'),
    ...pick('InvalidParameter'),
    ...notOpen,
    ...nameTaken,
    'LimitExceeded.AppCount': {
      status: 400,
      message: 'App Count has exceeded 10.',
      evidence: 'documented',
      remedy: 'Delete an application that is not needed.',
      when: 'The account has 10 applications besides that of the system.',
    },
  },
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
    { violates: 'utf8' },
    { violates: 'required', of: ['AppName'], error: 'MissingAppName' },
    { violates: 'pattern', of: ['AppName'] },
    { violates: 'maxLength', of: ['Description'] },
  ]),
  examples: [{ name: 'a name', evidence: 'inferred', input: { AppName: 'my-app' } }],
})

export const UpdateAppInfo = vodOperation('write', {
  name: 'UpdateAppInfo',
  summary: 'Changes name, description and status of an application, as far as they are sent.',
  media: {},
  input: { AppId: appId, AppName: appName, Description: description, Status: status },
  output: object({ RequestId: requestId }),
  errors: {
    ...missingAppId,
    ...pick('InvalidParameter'),
    ...notOpen,
    ...notOwn,
    'AlreadyExist.AppName': { ...nameTaken['AlreadyExist.AppName'], evidence: 'inferred' },
  },
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
    { violates: 'utf8' },
    { violates: 'required', of: ['AppId'], error: 'MissingAppId' },
    { violates: 'pattern', of: ['AppName'] },
    { violates: 'maxLength', of: ['Description'] },
    { violates: 'enum', of: ['Status'] },
    { violates: 'known', of: ['AppId'], error: 'Forbidden.OperateApp' },
  ]),
  examples: [
    {
      name: 'another description',
      evidence: 'inferred',
      input: { AppId: exampleAccount.masked.appId, Description: 'uploads of the tests' },
    },
  ],
})

export const DeleteAppInfo = vodOperation('write', {
  name: 'DeleteAppInfo',
  summary: 'Deletes an application in which there is nothing.',
  media: {},
  input: { AppId: appId },
  output: object({ RequestId: requestId }),
  errors: {
    ...missingAppId,
    ...pick('InvalidParameter'),
    ...notOpen,
    ...notOwn,
    'Forbidden.ResourceNotEmpty': {
      status: 403,
      message: 'The App: {appId} has resource, can not be deleted.',
      evidence: 'documented',
      remedy: 'Delete what is in the application first.',
      when: 'Media or watermarks are in the application, or it has a callback.',
    },
  },
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
    { violates: 'utf8' },
    { violates: 'required', of: ['AppId'], error: 'MissingAppId' },
    { violates: 'known', of: ['AppId'], error: 'Forbidden.OperateApp' },
  ]),
  examples: [
    {
      name: 'one application',
      evidence: 'inferred',
      input: { AppId: exampleAccount.masked.appId },
    },
  ],
})

export const GetAppInfos = vodOperation('read', {
  name: 'GetAppInfos',
  summary: 'Returns what is known of up to 10 applications.',
  media: {},
  input: {
    AppIds: csv({
      describe: 'Ids of the applications, separated by commas.',
      example: exampleAccount.appId,
      required: true,
      maxItems: 10,
      distinct: true,
      items: string({}),
    }),
  },
  output: object({
    RequestId: requestId,
    AppInfoList: list(object(described)),
    NonExistAppIds: list(string({})),
  }),
  errors: {
    ...missing('AppIds', 'Send AppIds, at most 10 of them separated by commas.'),
    ...pick('InvalidParameter'),
    ...notOpen,
    ExceededMax: {
      status: 400,
      message: "The input parameter 'AppIds' Exceed the limit.",
      evidence: 'inferred',
      remedy: 'Name at most 10 applications at once.',
    },
  },
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
    { violates: 'utf8' },
    { violates: 'required', of: ['AppIds'], error: 'MissingAppIds' },
    { violates: 'maxItems', of: ['AppIds'], error: 'ExceededMax' },
  ]),
  examples: [
    {
      name: 'the system application',
      evidence: 'documented',
      input: { AppIds: exampleAccount.appId },
    },
  ],
})

export const ListAppInfo = vodOperation('read', {
  name: 'ListAppInfo',
  summary: 'Lists the applications of the account, the newest first.',
  media: {},
  input: {
    Status: string({ ...status, describe: 'Only applications of this status.' }),
    PageNo: pageNo,
    PageSize: pageSize,
    ResourceGroupId: string({ describe: 'Only applications of this resource group.' }),
  },
  output: object({
    RequestId: requestId,
    Total: integer({ describe: 'How many there are, on all pages together.' }),
    AppInfoList: list(object({ ...described, RegionId: string({}) })),
  }),
  errors: { ...pick('InvalidParameter'), ...notOpen },
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
    { violates: 'utf8' },
    { violates: 'enum', of: ['Status'] },
    { violates: 'range', of: ['PageNo', 'PageSize'] },
  ]),
  examples: [
    { name: 'all', evidence: 'inferred', input: {} },
    { name: 'those that work', evidence: 'inferred', input: { Status: 'Normal' } },
  ],
  notes: ['The system application is among them (inferred).'],
})
