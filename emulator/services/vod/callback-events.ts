import { MediaBaseChangeComplete } from '#contracts/vod/events.ts'
import type { Reactions } from '../../kernel/events.ts'
import type { MediaRecord } from '../../ports/records/media.ts'
import { statusMessages } from './media-messages.ts'
import { type ReportPorts, report } from './reporting.ts'

const textOf = (value: string | readonly (string | number)[] | undefined): string | undefined =>
  typeof value === 'object' ? value.join(',') || undefined : value

/** What a member was and is, as the service writes it; undefined when it has not changed. */
function change(before: Parameters<typeof textOf>[0], after: typeof before): string | undefined {
  const [OldValue, NewValue] = [textOf(before), textOf(after)]
  return OldValue === NewValue ? undefined : JSON.stringify({ OldValue, NewValue })
}

/** What has changed of what is said of a media. */
const contentOf = (before: MediaRecord, after: MediaRecord) => ({
  Title: change(before.title, after.title),
  Description: change(before.description, after.description),
  CateIds: change(before.cateIds, after.cateIds),
  Tags: change(before.tags, after.tags),
})

/** Which events callbacks receive of what happens to media. */
export const callbackReactions = (ports: ReportPorts): Reactions => ({
  async 'media.status'({ sends, after: media, atMs }) {
    if (sends.length === 0) return { changes: [], expected: [] }
    const account = await ports.records.get('account', media.accountId)
    return report(ports, { media, atMs }, statusMessages(sends, media, account?.value, atMs))
  },
  async 'media.updated'({ before, after: media, atMs }) {
    const MediaContent = contentOf(before, media)
    if (Object.values(MediaContent).every((value) => value === undefined))
      return { changes: [], expected: [] }
    const { mediaId: MediaId } = media
    const body = { MediaId, MediaType: 'attached', OperateMode: 'update', MediaContent }
    return report(ports, { media, atMs }, [{ event: MediaBaseChangeComplete, body }])
  },
})
