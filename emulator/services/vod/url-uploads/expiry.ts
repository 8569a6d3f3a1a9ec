import type { Decision } from '../../../kernel/events.ts'
import type { DueWorkDetails, DueWorkRecord } from '../../../ports/records/due-work.ts'
import type { Change } from '../../../ports/records/records.ts'

/** How long jobs are kept, ms: as long as they can be asked for. */
export const yearMs = 365 * 24 * 3600 * 1000

type Expiring = DueWorkDetails['urlUpload.expire']

const keyOf = ({ kind, key }: Expiring): string => `urlUpload.expire/${kind}/${key}`

/** Has a record forgotten when its time has come. */
export const expiryOf = (expiring: Expiring & { readonly dueAtMs: number }): Change => ({
  kind: 'dueWork',
  key: keyOf(expiring),
  value: { type: 'urlUpload.expire', ...expiring },
})

/** Forgets a record before its time. */
export const forgotten = (expiring: Expiring): readonly Change[] => [
  expiring,
  { kind: 'dueWork', key: keyOf(expiring) },
]

/** Forgets a record whose time has come. */
export const expireRecord = async ({
  kind,
  key,
}: DueWorkRecord<'urlUpload.expire'>): Promise<Decision> => ({
  changes: [{ kind, key }],
  expected: [],
})
