import type { RpcOperation } from '../operation.ts'

/** What is the same for all operations of VOD, or follows from the name. */
type Common = 'product' | 'see' | 'evidence' | 'methods' | 'access'

/** An operation of VOD, which the manual documents on a page of its own. */
export const vodOperation = <const O extends Omit<RpcOperation, Common>>(
  level: RpcOperation['access']['level'],
  operation: O,
) =>
  ({
    product: 'vod',
    see: `https://www.alibabacloud.com/help/en/vod/developer-reference/api-vod-2017-03-21-${operation.name.toLowerCase()}`,
    evidence: 'documented',
    methods: ['GET', 'POST'],
    access: { action: `vod:${operation.name}`, level },
    ...operation,
  }) as const satisfies RpcOperation
