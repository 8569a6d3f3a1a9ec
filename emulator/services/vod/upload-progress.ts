import { beginningOf, isDecimal } from '#contracts/derive/measure.ts'
import type { Input, Output, RpcOperation } from '#contracts/operation.ts'
import { bytes } from '#contracts/schema.ts'
import type * as contract from '#contracts/vod/upload-progress.ts'
import type { Reactions } from '../../kernel/events.ts'
import type { Ports } from '../../kernel/handler.ts'
import type { UploadProgressRecord } from '../../ports/records/upload-progress.ts'
import { decide } from '../records.ts'

/** What a handler knows of a call that nobody has signed. */
interface Caller {
  /** Where it came from. */
  readonly address: string | undefined
}

type UnsignedHandler<O extends RpcOperation> = (
  input: Input<O>,
  caller: Caller,
) => Promise<Omit<Output<O>, 'RequestId'>>

/** As much of a text as is kept of what anybody may send. */
const kept = (text: string | undefined) => text && beginningOf(text, bytes(128))

function progressOf(
  { Source, DeviceModel, FileSize }: Input<typeof contract.ReportUploadProgress>,
  { address }: Caller,
): UploadProgressRecord {
  const [source, deviceModel, ip] = [kept(Source), kept(DeviceModel), kept(address)]
  return {
    ...(source && { source }),
    ...(deviceModel && { deviceModel }),
    ...(ip && { ip }),
    ...(FileSize && isDecimal(FileSize) && { fileSize: Number(FileSize) }),
  }
}

/** Keeps what an SDK reports of a video that exists; of any other nothing is kept, and the SDK goes on. */
const report =
  ({ records }: Pick<Ports, 'records'>): UnsignedHandler<typeof contract.ReportUploadProgress> =>
  (input, caller) =>
    decide(async () => {
      const media = await records.get('media', input.VideoId ?? '')
      if (media?.value.kind !== 'video') return {}
      const { key, version } = media
      const value = progressOf(input, caller)
      await records.commit(
        [{ kind: 'uploadProgress', key, value }],
        [{ kind: 'media', key, version }],
      )
      return {}
    })

/** Operations that upload SDKs call without a signature that could be verified. */
export const uploadProgress = (ports: Pick<Ports, 'records'>) => ({
  ReportUploadProgress: report(ports),
  GetUploadProgress: (async () => ({
    UploadProgress: { UploadProgressList: [] },
  })) satisfies UnsignedHandler<typeof contract.GetUploadProgress>,
})

/** What was reported of a video goes with it. */
export const progressReactions: Reactions = {
  'media.deleted': async ({ mediaId: key }) => ({
    changes: [{ kind: 'uploadProgress', key }],
    expected: [],
  }),
}
