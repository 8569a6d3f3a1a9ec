import { withDefaults } from '../defaults.ts'
import { object, string } from '../schema.ts'
import { appId, forbidden, missingAppId, notOpen } from './application-shapes.ts'
import { pick, vodErrors } from './errors.ts'
import { exampleAccount } from './example-account.ts'
import { vodOperation } from './operation.ts'
import { requestId } from './shapes.ts'

export const AddVodStorageForApp = vodOperation('write', {
  name: 'AddVodStorageForApp',
  summary: 'Gives an application a storage location of its own.',
  media: {},
  input: {
    AppId: appId,
    StorageType: string({
      describe: '`vod_oss_bucket`: a new bucket; `user_oss_bucket`: one of the account.',
      example: 'vod_oss_bucket',
      default: 'vod_oss_bucket',
      enum: ['vod_oss_bucket', 'user_oss_bucket'],
    }),
    StorageLocation: string({
      describe: 'Host of the own bucket: `<bucket>.oss-<region>.aliyuncs.com`.',
      required: { when: 'StorageType', is: ['user_oss_bucket'] },
      known: 'storage',
    }),
  },
  output: object({
    RequestId: requestId,
    StorageLocation: string({ describe: 'From now on the default of the application.' }),
  }),
  errors: {
    ...missingAppId,
    ...pick('MissingParameter'),
    ...notOpen,
    InvalidParameter: {
      ...vodErrors.InvalidParameter,
      evidence: 'inferred',
      when: 'AppId is the system application, or has a bucket of VOD already.',
    },
    'Forbidden.OperateApp': {
      ...forbidden,
      when: 'The application is deleted in the same moment.',
    },
    'InvalidStorage.NotFound': {
      ...vodErrors['InvalidStorage.NotFound'],
      evidence: 'inferred',
      when: 'StorageLocation is not a bucket of the account itself, or belongs to another application.',
    },
  },
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
    { violates: 'utf8' },
    { violates: 'required', of: ['AppId'], error: 'MissingAppId' },
    { violates: 'enum', of: ['StorageType'] },
    { violates: 'required', of: ['StorageLocation'], error: 'MissingParameter' },
    { violates: 'known', of: ['AppId'], error: 'Forbidden.OperateApp' },
    { violates: 'known', of: ['StorageLocation'], error: 'InvalidStorage.NotFound' },
  ]),
  examples: [
    {
      name: 'a new bucket',
      evidence: 'inferred',
      input: { AppId: exampleAccount.masked.appId },
    },
  ],
  notes: [
    'Other applications of the account do not find the location (inferred).',
    'An application has one bucket of VOD.',
  ],
})
