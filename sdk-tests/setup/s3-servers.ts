import type { TestProject } from 'vitest/node'
import { type FoundServer, findChromium, findMinio, findSeaweedfs } from './servers/find.ts'
import { startMinio } from './servers/minio.ts'
import { howToHave, type ServerOfTheRun } from './servers/of-the-run.ts'
import type { S3Server, S3ServerOptions } from './servers/s3-server.ts'
import { startSeaweedfs } from './servers/seaweedfs.ts'

type Start = (options: S3ServerOptions) => Promise<S3Server>

/** The server that is there already, or one that ends with the run. */
async function ofTheRun(
  { address, bin }: FoundServer,
  start: Start,
  run: AsyncDisposableStack,
): Promise<ServerOfTheRun | undefined> {
  if (address) return { ...address, bin }
  if (!bin) return undefined
  const { url, accessKey, secretKey, storeUrl } = run.use(await start({ bin }))
  return { url, accessKey, secretKey, storeUrl, bin }
}

function tellWhatIsMissing(found: Readonly<Record<keyof typeof howToHave, unknown>>): void {
  const missing = [
    ...(found.minio ? [] : [`the MinIO part (${howToHave.minio})`]),
    ...(found.seaweedfs ? [] : [`the SeaweedFS part (${howToHave.seaweedfs})`]),
    ...(found.chromium ? [] : [`uploads from a browser (${howToHave.chromium})`]),
    ...(found.postgres ? [] : [`records on a PostgreSQL server (${howToHave.postgres})`]),
  ]
  if (missing.length === 0) return
  const line = `Not run, because what it needs is missing: ${missing.join(', ')}.`
  if (process.env.SDK_TESTS_REQUIRE_ALL ?? process.env.CI) throw new Error(line)
  console.warn(line)
}

/** What a run of everything has to be expected to take, on two idle cores. */
const duration = process.env.SDK_TESTS_FULL
  ? 'All tests, in full, take some six minutes on two idle cores, and longer with S3 servers.'
  : 'All tests take three to four minutes on two idle cores, and longer with S3 servers. SDK_TESTS_FULL=1 runs the kills and the fuzz in full.'

/** Starts the S3 servers that there are, one of each kind for all tests, ends them after the run, and tells what is missing. */
export default async function startS3Servers(project: TestProject): Promise<() => Promise<void>> {
  console.log(duration)
  await using starting = new AsyncDisposableStack()
  const minio = await ofTheRun(findMinio(process.env), startMinio, starting)
  const seaweedfs = await ofTheRun(findSeaweedfs(process.env), startSeaweedfs, starting)
  const postgres = process.env.SDK_TESTS_POSTGRES
  const chromium = findChromium(process.env)
  tellWhatIsMissing({ minio, seaweedfs, postgres, chromium })
  project.provide('minio', minio)
  project.provide('seaweedfs', seaweedfs)
  project.provide('postgres', postgres)
  project.provide('chromium', chromium)
  const run = starting.move()
  return () => run.disposeAsync()
}
