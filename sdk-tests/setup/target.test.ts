import { describe, expect, test } from 'vitest'
import { chooseTarget } from './choose-target.ts'

const pair = { ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAI-id', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'secret' }
const real = { SDK_TESTS_TARGET: 'real' }

describe('the target of a run', () => {
  test.for([{}, { SDK_TESTS_TARGET: '' }, { SDK_TESTS_TARGET: 'emulator' }, pair])(
    'is the emulator with %o',
    (environment) => {
      expect(chooseTarget(environment)).toEqual({ name: 'emulator' })
    },
  )

  test('is the service with a key', () => {
    expect(chooseTarget({ ...real, ...pair })).toEqual({
      name: 'real',
      keys: { accessKeyId: 'LTAI-id', accessKeySecret: 'secret' },
      region: 'cn-shanghai',
    })
  })

  test('is the service with a temporary key in another region', () => {
    const further = {
      ALIBABA_CLOUD_SECURITY_TOKEN: 'token',
      ALIBABA_CLOUD_REGION_ID: 'ap-southeast-1',
    }

    expect(chooseTarget({ ...real, ...pair, ...further })).toEqual({
      name: 'real',
      keys: { accessKeyId: 'LTAI-id', accessKeySecret: 'secret', securityToken: 'token' },
      region: 'ap-southeast-1',
    })
  })

  test.for([
    [real, /needs ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET/],
    [{ ...real, ALIBABA_CLOUD_ACCESS_KEY_ID: 'id' }, /needs ALIBABA_CLOUD_ACCESS_KEY_SECRET in/],
    [{ SDK_TESTS_TARGET: 'recording' }, /recording comes later.*Use emulator or real/],
    [{ SDK_TESTS_TARGET: 'reel' }, /reel is not a target.*Use emulator or real/],
  ] as const)('is refused with %o', ([environment, message]) => {
    expect(() => chooseTarget(environment)).toThrow(message)
  })
})
