import { defineConfig } from 'vitest/config'
import { browserProjects } from './sdk-tests/setup/browser-project.ts'
import { s3Projects } from './sdk-tests/setup/s3-projects.ts'

export default defineConfig({
  test: {
    globalSetup: ['./sdk-tests/setup/s3-servers.ts'],
    setupFiles: ['./sdk-tests/setup/seed.ts'],
    // By default one core is left idle: of two that is half.
    maxWorkers: '100%',
    // For hangs only: no test depends on how fast the machine is.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 60_000 } },
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['{contracts,emulator}/**/*.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'sdk',
          include: ['sdk-tests/**/*.test.ts'],
          exclude: ['sdk-tests/browser/**'],
        },
      },
      ...browserProjects(process.env),
      ...s3Projects(process.env),
    ],
  },
})
