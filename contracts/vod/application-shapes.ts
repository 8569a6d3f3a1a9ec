import { string } from '../schema.ts'
import { missing } from './errors.ts'
import { exampleAccount } from './example-account.ts'

export const appId = string({
  describe: 'The application.',
  example: exampleAccount.masked.appId,
  required: true,
  known: 'application',
})

/** For every operation of applications. */
export const notOpen = {
  'OperationDenied.NotOpenAppService': {
    status: 403,
    message: 'The app service is not open.',
    evidence: 'documented',
    remedy: 'Use an account in which several applications are possible.',
    when: 'Several applications are turned off in the account.',
  },
} as const

/** What an account may not do with an application. */
export const forbidden = {
  status: 403,
  message: 'User not authorized to operate app.',
  evidence: 'inferred',
  note: 'Code and message are documented for what a RAM user may not do.',
  remedy: 'Name an application that CreateAppInfo has made; ListAppInfo lists them.',
} as const

export const missingAppId = missing(
  'AppId',
  'Send the AppId of an application; ListAppInfo lists them.',
)
