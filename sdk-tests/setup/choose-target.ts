import type { Keys } from '#contracts/target.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Which target a run is for, and what it takes to reach it. */
export type ChosenTarget =
  | { readonly name: 'emulator' }
  | { readonly name: 'real'; readonly keys: Keys; readonly region: string }

const required = ['ALIBABA_CLOUD_ACCESS_KEY_ID', 'ALIBABA_CLOUD_ACCESS_KEY_SECRET'] as const

function realTarget(environment: Environment): ChosenTarget {
  const missing = required.filter((name) => !environment[name])
  if (missing.length > 0)
    throw new Error(`SDK_TESTS_TARGET=real needs ${missing.join(' and ')} in the environment.`)
  const [accessKeyId = '', accessKeySecret = ''] = required.map((name) => environment[name])
  const securityToken = environment.ALIBABA_CLOUD_SECURITY_TOKEN
  return {
    name: 'real',
    keys: { accessKeyId, accessKeySecret, ...(securityToken && { securityToken }) },
    region: environment.ALIBABA_CLOUD_REGION_ID || 'cn-shanghai',
  }
}

/**
 * Reads the choice from the environment; the emulator without one.
 *
 * @throws Error that says what is missing or which names there are
 */
export function chooseTarget(environment: Environment): ChosenTarget {
  const name = environment.SDK_TESTS_TARGET || 'emulator'
  switch (name) {
    case 'emulator':
      return { name }
    case 'real':
      return realTarget(environment)
    case 'recording':
      throw new Error(
        'SDK_TESTS_TARGET=recording comes later: there are no recordings to replay yet. Use emulator or real.',
      )
    default:
      throw new Error(`SDK_TESTS_TARGET=${name} is not a target. Use emulator or real.`)
  }
}
