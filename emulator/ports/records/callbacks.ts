import { kind } from './kind.ts'

/** Where events go. */
export type CallbackTarget =
  | {
      readonly type: 'HTTP'
      /** As it was given: signatures cover it so. */
      readonly url: string
    }
  | { readonly type: 'MNS'; readonly endpoint: string; readonly queue: string }

/** What SetMessageCallback has set. */
export interface MessageCallbackRecord {
  readonly accountId: string
  readonly region: string
  readonly appId: string
  /** Names of events, or `ALL`. */
  readonly eventTypes: readonly string[]
  readonly target: CallbackTarget
  /** Whether posts are signed with the key. */
  readonly isSigned: boolean
  readonly authKey?: string
}

/** Key: `accountId/region/AppId`. */
export const messageCallback = kind<MessageCallbackRecord>()({
  application: ['accountId', 'appId', 'region'],
})
