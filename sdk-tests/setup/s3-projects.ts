import { chooseTarget } from './choose-target.ts'
import { findMinio, findSeaweedfs } from './servers/find.ts'
import type { StoreOfTheRun } from './servers/of-the-run.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** The tests that show a store through clients, and do not look into its folder. */
const include = ['sdk-tests/operations/**/*.test.ts', 'sdk-tests/protocol/oss-*.test.ts']

const project = (store: StoreOfTheRun) => ({
  extends: true as const,
  test: { name: store, provide: { store }, include },
})

/** The projects of Vitest in which emulators keep their objects on an S3 server: one for each kind that there is. */
export function s3Projects(env: Environment): readonly ReturnType<typeof project>[] {
  if (chooseTarget(env).name !== 'emulator') return []
  const servers = { minio: findMinio(env), seaweedfs: findSeaweedfs(env) }
  return (['minio', 'seaweedfs'] as const)
    .filter((store) => servers[store].address ?? servers[store].bin)
    .map(project)
}
