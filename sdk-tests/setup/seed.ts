import fc from 'fast-check'

/**
 * One seed for every property of a run. `SDK_TESTS_SEED` repeats a run; otherwise the day is the seed, so that
 * a red run in CI is red on the next machine too. fast-check prints seed and path of a failure.
 */
const seed = Number(
  process.env.SDK_TESTS_SEED ?? new Date().toISOString().slice(0, 10).replaceAll('-', ''),
)
const numRuns = Number(process.env.SDK_TESTS_RUNS ?? 60)

fc.configureGlobal({ seed, numRuns })
