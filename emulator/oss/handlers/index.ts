import type { OssOperationName } from '#contracts/index.ts'
import type { ObjectAddress } from '../../ports/object-store.ts'
import type { OssRequest } from '../request.ts'
import type { Reply } from '../response.ts'

/** One authorised request for an operation on an object. */
export interface ObjectCall {
  readonly request: OssRequest
  readonly at: ObjectAddress
  /** The URL of the object as the client addresses it. */
  readonly location: string
}

export type OssHandlers = Readonly<Record<OssOperationName, (call: ObjectCall) => Promise<Reply>>>
