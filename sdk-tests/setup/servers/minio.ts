import { freePort } from './ports.ts'
import { canaryKeys, type S3Server, type S3ServerOptions, startS3Server } from './s3-server.ts'

interface MinioServerOptions extends S3ServerOptions {
  readonly flags?: readonly string[]
}

/** Starts a MinIO server on a free port. */
export async function startMinio({
  flags = [],
  ...options
}: MinioServerOptions): Promise<S3Server> {
  const keys = canaryKeys()
  const port = await freePort()
  return startS3Server({
    ...options,
    ...keys,
    port,
    args: (folder) => ['server', folder, '--address', `127.0.0.1:${port}`, ...flags],
    env: {
      MINIO_ROOT_USER: keys.accessKey,
      MINIO_ROOT_PASSWORD: keys.secretKey,
      MINIO_BROWSER: 'off',
      MINIO_UPDATE: 'off',
    },
    // `live` answers 200 while the server does not have its folder yet.
    healthPath: '/minio/health/cluster',
  })
}
