import { freePort, grpcPort } from './ports.ts'
import { canaryKeys, type S3Server, type S3ServerOptions, startS3Server } from './s3-server.ts'

const parts = ['master', 'volume', 'filer', 's3', 'admin'] as const

type Ports = Readonly<Record<(typeof parts)[number], number>>

async function freePorts(): Promise<Ports> {
  const ports = new Set<number>()
  while (ports.size < parts.length) ports.add(await freePort())
  const [master = 0, volume = 0, filer = 0, s3 = 0, admin = 0] = ports
  return { master, volume, filer, s3, admin }
}

const argsFor = (ports: Ports) => (folder: string) => [
  '-logtostderr',
  'mini',
  `-dir=${folder}`,
  '-ip=127.0.0.1',
  '-ip.bind=127.0.0.1',
  ...parts.map((part) => `-${part}.port=${ports[part]}`),
  `-filer.localSocket=${folder}/filer.sock`,
  `-s3.localSocket=${folder}/s3.sock`,
  '-master.telemetry=false',
  // Each bucket has volumes of its own, and by itself it makes one per free gigabyte: then writes wait in vain.
  '-master.volumeSizeLimitMB=64',
  '-volume.max=10000',
  '-webdav=false',
  '-admin.ui=false',
  '-s3.port.iceberg=0',
  '-s3.port.lance=0',
]

/** Starts a SeaweedFS server on free ports. */
export async function startSeaweedfs(options: S3ServerOptions): Promise<S3Server> {
  const keys = canaryKeys()
  const ports = await freePorts()
  return startS3Server({
    ...options,
    ...keys,
    port: ports.s3,
    args: argsFor(ports),
    env: { AWS_ACCESS_KEY_ID: keys.accessKey, AWS_SECRET_ACCESS_KEY: keys.secretKey },
    healthPath: '/healthz',
    // Their place is fixed.
    litter: parts.map((part) => `/tmp/seaweedfs-${part}-grpc-${grpcPort(ports[part])}.sock`),
  })
}
