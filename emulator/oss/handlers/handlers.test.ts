import { expectTypeOf, test } from 'vitest'
import type { ObjectAddress } from '../../ports/object-store.ts'
import type { BucketCall, Calls, OssHandlers, ServiceCall } from './index.ts'

test('a handler is called with what the scope of its operation has', () => {
  expectTypeOf<Parameters<OssHandlers['PutObject']>[0]>().toEqualTypeOf<Calls['object']>()
  expectTypeOf<Calls['object']['at']>().toEqualTypeOf<ObjectAddress>()
  expectTypeOf<BucketCall['at']>().not.toHaveProperty('key')
  expectTypeOf<ServiceCall>().not.toHaveProperty('at')
})
