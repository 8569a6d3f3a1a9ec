import type { OssOperationName, ossOperations } from '#contracts/index.ts'
import type { OssOperation } from '#contracts/operation.ts'
import type { ObjectAddress } from '../../ports/object-store.ts'
import type { OssRequest } from '../request.ts'
import type { Reply } from '../response.ts'

/** An authorised request for an operation on the service. */
export interface ServiceCall {
  readonly request: OssRequest
}

/** An authorised request for an operation on a bucket. */
export interface BucketCall extends ServiceCall {
  readonly at: Pick<ObjectAddress, 'bucket'>
}

/** An authorised request for an operation on an object. */
export interface ObjectCall extends ServiceCall {
  readonly at: ObjectAddress
  /** The URL of the object as the client addresses it. */
  readonly location: string
}

/** What a handler is called with, by the scope of its operation. */
export interface Calls {
  readonly service: ServiceCall
  readonly bucket: BucketCall
  readonly object: ObjectCall
}

type Handler<O extends OssOperation> = (call: Calls[O['scope']]) => Promise<Reply>

export type OssHandlers = {
  readonly [Name in OssOperationName]: Handler<(typeof ossOperations)[Name]>
}
