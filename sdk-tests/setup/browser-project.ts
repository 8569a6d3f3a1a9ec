import { chooseTarget } from './choose-target.ts'
import { findChromium } from './servers/find.ts'

type Environment = Readonly<Record<string, string | undefined>>

const project = {
  extends: true as const,
  test: {
    name: 'browser',
    include: ['sdk-tests/browser/**/*.test.ts'],
    // Longer than what a test polls for, so that a hang is reported with what was seen instead.
    testTimeout: 120_000,
    chaiConfig: { truncateThreshold: 0 },
  },
}

/** The project of Vitest that uploads from a browser, where there is a Chromium. */
export const browserProjects = (env: Environment): readonly (typeof project)[] =>
  chooseTarget(env).name === 'emulator' && findChromium(env) ? [project] : []
