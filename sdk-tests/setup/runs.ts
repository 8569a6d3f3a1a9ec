import { inject } from 'vitest'
import { targetName } from './target.ts'

const isFull = Boolean(process.env.SDK_TESTS_FULL)

/** A size that takes minutes: in full where `SDK_TESTS_FULL` is set, as in `.ci/run`, else a part of it. */
export const sized = (full: number, part: number): number => (isFull ? full : part)

const ownRuns = inject('store') === undefined ? 24 : sized(24, 6)

/** Tries of one property over real clients: few where every call goes to the cloud. */
export const propertyRuns =
  targetName === 'real' ? 2 : Number(process.env.SDK_TESTS_RUNS ?? ownRuns)
