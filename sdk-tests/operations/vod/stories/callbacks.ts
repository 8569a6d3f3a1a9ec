import type { PerRaisedError } from '#contracts/operation.ts'
import type * as callbacks from '#contracts/vod/callbacks.ts'
import type { Story } from '../../story.ts'

const nobody = { AppId: 'app-nobody' }

export const callbackStories: PerRaisedError<typeof callbacks, Story> = {
  SetMessageCallback: {
    'Forbidden.OperateAppResource': (call) =>
      call('SetMessageCallback', { ...nobody, CallbackURL: 'http://127.0.0.1:9/' }),
  },
  GetMessageCallback: {
    'Forbidden.OperateAppResource': (call) => call('GetMessageCallback', nobody),
  },
  DeleteMessageCallback: {
    'Forbidden.OperateAppResource': (call) => call('DeleteMessageCallback', nobody),
  },
}
