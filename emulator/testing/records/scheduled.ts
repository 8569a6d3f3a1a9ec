import type fc from 'fast-check'
import type { Records } from '../../ports/records/records.ts'

/** The same records; each call waits for its turn. */
export function scheduled(records: Records, scheduler: fc.Scheduler): Records {
  const turn = scheduler.scheduleFunction(() => Promise.resolve())
  return {
    ...records,
    get: async (...args) => {
      await turn()
      return records.get(...args)
    },
    list: async (...args) => {
      await turn()
      return records.list(...args)
    },
    find: async (...args) => {
      await turn()
      return records.find(...args)
    },
    count: async (...args) => {
      await turn()
      return records.count(...args)
    },
    commit: async (...args) => {
      await turn()
      return records.commit(...args)
    },
    clear: async (...args) => {
      await turn()
      return records.clear(...args)
    },
  }
}
