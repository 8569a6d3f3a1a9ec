import { expect, test } from 'vitest'
import { rpcOperations } from '#contracts/index.ts'
import { adjustableClock } from '../../adapters/adjustable-clock.ts'
import { memoryRecords } from '../../adapters/memory/records.ts'
import { randomIds } from '../../adapters/random-ids.ts'
import { handlerContext } from '../../testing/handler-context.ts'
import { accountId, credentialsWith } from '../../testing/keyring.ts'
import { accessUrl } from './access-urls.ts'

const records = memoryRecords()
const ports = {
  records,
  clock: adjustableClock({ startMs: 0, frozen: true }),
  ids: randomIds(),
  credentials: credentialsWith([{ accessKeyId: 'key', accessKeySecret: 'secret' }]),
  domains: { forStorage: async () => undefined },
  domainKeys: { of: () => undefined },
}
const { urls } = handlerContext(rpcOperations.GetAttachedMediaInfo)

test.for([
  { type: 'vod_oss_bucket', authTimeout: 129_601, life: 129_601 },
  { type: 'vod_oss_bucket', authTimeout: 2_592_001, life: 2_592_000 },
  { type: 'vod_oss_bucket', authTimeout: 604_801, maxSeconds: 604_800, life: 604_800 },
  { type: 'user_oss_bucket', authTimeout: 129_600, life: 129_600 },
  { type: 'user_oss_bucket', authTimeout: 129_601, life: 129_600 },
  { type: 'user_oss_bucket', authTimeout: 604_800, maxSeconds: 604_800, life: 129_600 },
  { type: 'user_oss_bucket', authTimeout: undefined, life: 3600 },
] as const)(
  'a presigned URL of a $type that is asked for $authTimeout seconds, of at most $maxSeconds, lives $life',
  async ({ type, authTimeout, life, ...limited }) => {
    const [bucket, location, region] = ['b', 'b.oss-cn-shanghai.aliyuncs.com', 'cn-shanghai']
    const value = { accountId, location, bucket, region, type }
    await records.commit([{ kind: 'storage', key: `${accountId}/${location}`, value }])

    const file = { accountId, storageLocation: location, bucket, key: 'a.png' }
    const url = await accessUrl(ports, file, urls, { outputType: 'oss', authTimeout, ...limited })

    expect(Number(new URL(url).searchParams.get('Expires'))).toBe(life)
  },
)
