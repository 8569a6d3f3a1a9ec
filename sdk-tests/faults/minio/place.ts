import type { TestContext } from 'vitest'
import type { EmulatorTarget } from '#contracts/target.ts'
import { accountClient, type OssClient, type OssOptions } from '../../clients/ali-oss.ts'
import { needsEmulator } from '../../setup/fixtures.ts'
import { startMinio } from '../../setup/servers/minio.ts'
import { needsMinioProgram } from '../../setup/servers/of-the-run.ts'
import type { S3Server } from '../../setup/servers/s3-server.ts'
import { startEmulatorTarget } from '../../setup/target.ts'
import { type Bucket, bucketOf } from './bucket.ts'

type Skip = TestContext['skip']

/** A MinIO, and an emulator that keeps its objects there. */
export interface Place extends AsyncDisposable {
  readonly minio: S3Server
  readonly target: EmulatorTarget
  /** The emulator's bucket, past the emulator. */
  readonly bucket: Bucket
}

/** Addresses a bucket so that ali-oss can sign URLs, too. */
const region = { addressing: 'localhost-sld', region: 'oss-cn-shanghai' } as const

/** ali-oss with the account's key. */
export const clientOf = (
  { target }: Pick<Place, 'target'>,
  options: Partial<OssOptions> = {},
): OssClient => accountClient(target, { ...region, ...options })

/** A MinIO of the test's own; without its program the test is skipped. */
export function ownMinio(skip: Skip, flags: readonly string[] = []): Promise<S3Server> {
  needsEmulator(skip)
  return startMinio({ bin: needsMinioProgram(skip), flags })
}

/** A place of the test's own. */
export const ownPlace = async (skip: Skip): Promise<Place> => placeOn(await ownMinio(skip))

/** An emulator on a MinIO, which ends with it. */
export async function placeOn(minio: S3Server): Promise<Place> {
  await using starting = new AsyncDisposableStack()
  starting.use(minio)
  const target = starting.use(
    await startEmulatorTarget({ store: minio.storeUrl, bucket: 'of-the-test' }),
  )
  const started = starting.move()
  return {
    minio,
    target,
    bucket: bucketOf(minio, target.bucket.name),
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  }
}
