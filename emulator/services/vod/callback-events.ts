import type { Reactions } from '../../kernel/events.ts'
import { creationMessages, deletionMessages, updateMessages } from './change-messages.ts'
import { statusMessages } from './media-messages.ts'
import { type ReportPorts, report } from './reporting.ts'

/** Which events callbacks receive of what happens to media. */
export const callbackReactions = (ports: ReportPorts): Reactions => ({
  async 'media.status'({ sends, after: media, atMs }) {
    if (sends.length === 0) return { changes: [], expected: [] }
    const account = await ports.records.get('account', media.accountId)
    return report(ports, { media, atMs }, statusMessages(sends, media, account?.value, atMs))
  },
  'media.created': ({ after: media, atMs }) =>
    report(ports, { media, atMs }, creationMessages(media)),
  'media.updated': ({ before, after: media, atMs }) =>
    report(ports, { media, atMs }, updateMessages(before, media)),
  'media.deleted': ({ before: media, atMs }) =>
    report(ports, { media, atMs }, deletionMessages(media)),
})
