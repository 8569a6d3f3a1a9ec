import type { PerRaisedError } from '#contracts/operation.ts'
import type * as contract from '#contracts/vod/search.ts'
import type { Story } from '../../story.ts'

/** How each error of the search for media comes. */
export const searchStories: PerRaisedError<typeof contract, Story> = {
  SearchMedia: {
    InvalidParameter: (call) => call('SearchMedia', { PageNo: '51', PageSize: '100' }),
    SortByExceededMax: (call) =>
      call('SearchMedia', {
        SortBy: 'CreationTime:Desc,ModificationTime:Desc',
        ScrollToken: '0'.repeat(32),
      }),
    'InvalidScrollToken.Expired': (call) =>
      call('SearchMedia', { ScrollToken: '24e0fba7188fae707e146esa54910f5c' }),
    ErrorMatchSyntax: (call) => call('SearchMedia', { Match: 'Title = Logo' }),
  },
}
