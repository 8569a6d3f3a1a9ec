import { targetName } from './target.ts'

/** Tries of one property over real clients: few where every call goes to the cloud. */
export const propertyRuns = targetName === 'real' ? 2 : Number(process.env.SDK_TESTS_RUNS ?? 24)
