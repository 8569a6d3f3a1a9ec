import { randomUUID } from 'node:crypto'
import type { PerRaisedError } from '#contracts/operation.ts'
import { succeeded } from '#contracts/properties/claim.ts'
import type * as storage from '#contracts/vod/application-storage.ts'
import type * as applications from '#contracts/vod/applications.ts'
import { exampleAccount } from '#contracts/vod/example-account.ts'
import type { Call, Story } from '../../story.ts'
import { withoutApplications } from './without-applications.ts'

const { appId: system, masked } = exampleAccount

const newName = (): string => `story-${randomUUID()}`

/** Creates an application with a name, or a new one, and answers its id. */
const created = async (call: Call, AppName = newName()): Promise<string> =>
  String((await succeeded(call('CreateAppInfo', { AppName }))).AppId)

const removed = (call: Call, AppId: string) => succeeded(call('DeleteAppInfo', { AppId }))

/** Does something with a new application, and removes it. */
async function withApplication<T>(
  call: Call,
  use: (appId: string) => Promise<T>,
  name?: string,
): Promise<T> {
  const appId = await created(call, name)
  try {
    return await use(appId)
  } finally {
    await removed(call, appId)
  }
}

/** Does something with a new application that is disabled, and removes it. */
export const withDisabled = <T>(call: Call, use: (appId: string) => Promise<T>): Promise<T> =>
  withApplication(call, async (AppId) => {
    await succeeded(call('UpdateAppInfo', { AppId, Status: 'Disable' }))
    return use(AppId)
  })

/** Does something while a media is in an application. */
async function withMedia<T>(call: Call, AppId: string, use: () => Promise<T>): Promise<T> {
  const parameters = { BusinessType: 'watermark', AppId }
  const { MediaId } = await succeeded(call('CreateUploadAttachedMedia', parameters))
  try {
    return await use()
  } finally {
    await succeeded(call('DeleteAttachedMedia', { MediaIds: String(MediaId) }))
  }
}

/** Creates applications until that is refused, and removes them. */
async function oneTooMany(call: Call) {
  const made: string[] = []
  try {
    for (;;) {
      const answer = await call('CreateAppInfo', { AppName: newName() })
      if (!answer.ok) return answer
      made.push(String(answer.body.AppId))
    }
  } finally {
    for (const appId of made) await removed(call, appId)
  }
}

/** Asks an account in which several applications are turned off. */
const turnedOff =
  (action: string, parameters: Readonly<Record<string, string>>): Story =>
  () =>
    withoutApplications((call) => call(action, parameters))

export const applicationStories: PerRaisedError<typeof applications & typeof storage, Story> = {
  CreateAppInfo: {
    'OperationDenied.NotOpenAppService': turnedOff('CreateAppInfo', { AppName: 'a' }),
    'AlreadyExist.AppName': (call) => {
      const AppName = newName()
      return withApplication(call, () => call('CreateAppInfo', { AppName }), AppName)
    },
    'LimitExceeded.AppCount': oneTooMany,
  },
  UpdateAppInfo: {
    'OperationDenied.NotOpenAppService': turnedOff('UpdateAppInfo', { AppId: system }),
    'Forbidden.OperateApp': (call) => call('UpdateAppInfo', { AppId: system, AppName: newName() }),
    'AlreadyExist.AppName': (call) => {
      const AppName = newName()
      const rename = (AppId: string) => call('UpdateAppInfo', { AppId, AppName })
      return withApplication(call, () => withApplication(call, rename), AppName)
    },
  },
  DeleteAppInfo: {
    'OperationDenied.NotOpenAppService': turnedOff('DeleteAppInfo', { AppId: system }),
    'Forbidden.OperateApp': (call) => call('DeleteAppInfo', { AppId: system }),
    'Forbidden.ResourceNotEmpty': (call) =>
      withApplication(call, (AppId) =>
        withMedia(call, AppId, () => call('DeleteAppInfo', { AppId })),
      ),
  },
  GetAppInfos: {
    'OperationDenied.NotOpenAppService': turnedOff('GetAppInfos', { AppIds: system }),
  },
  ListAppInfo: {
    'OperationDenied.NotOpenAppService': turnedOff('ListAppInfo', {}),
  },
  AddVodStorageForApp: {
    'OperationDenied.NotOpenAppService': turnedOff('AddVodStorageForApp', { AppId: system }),
    'Forbidden.OperateApp': (call) => call('AddVodStorageForApp', { AppId: 'app-nobody' }),
    InvalidParameter: (call) =>
      withApplication(call, async (AppId) => {
        await succeeded(call('AddVodStorageForApp', { AppId }))
        return call('AddVodStorageForApp', { AppId })
      }),
    'InvalidStorage.NotFound': (call) =>
      withApplication(call, (AppId) =>
        call('AddVodStorageForApp', {
          AppId,
          StorageType: 'user_oss_bucket',
          StorageLocation: masked.storageLocation,
        }),
      ),
  },
}
