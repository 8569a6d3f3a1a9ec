import { createHash } from 'node:crypto'

/** The bucket of an account for which none is named, as the service names those that it makes itself: `outin-` and 32 hex digits. */
export const bucketNameFor = (accountId: string): string =>
  `outin-${createHash('md5').update(accountId).digest('hex')}`

export const locationOf = (bucket: string, region: string): string =>
  `${bucket}.oss-${region}.aliyuncs.com`
