import { withDefaults } from '../defaults.ts'
import { csv, integer, list, object, string, timestamp } from '../schema.ts'
import { vodErrors } from './errors.ts'
import { vodOperation } from './operation.ts'
import { fieldWords, type SearchType } from './search-fields.ts'
import { foundMedia } from './search-shapes.ts'
import { pageNo, pageSize, requestId } from './shapes.ts'

const searchTypes = ['video', 'audio', 'image', 'attached'] as const satisfies readonly SearchType[]

export const SearchMedia = vodOperation('read', {
  name: 'SearchMedia',
  summary: 'Finds media of one kind by conditions, ordered and in pages.',
  media: { found: 'MediaList[].MediaId' },
  input: {
    SearchType: string({
      describe: 'Kind of the media.',
      example: 'attached',
      default: 'video',
      enum: searchTypes,
    }),
    Fields: csv({
      describe:
        'What to return of each media besides its id and CreationTime, separated by commas, out of the list of this page.',
      example: 'Title,Tags',
      items: string({}),
    }),
    Match: string({
      describe:
        "Conditions joined by `and`, or in parentheses by `or`: `Field = 'text'`, `Field = 123`, `Field in ('a','b')`, `Field = [from,to)`, where a bound may be left out and a parenthesis excludes it. Quotes may be double.",
      example: "Title = 'Logo' and (Status in ('Normal') or CateId = 12984346)",
    }),
    SortBy: csv({
      describe: 'Order, the first field first; ties by id.',
      example: 'CreationTime:Desc',
      default: 'CreationTime:Desc',
      maxItems: 3,
      items: string({
        enum: [
          'CreationTime:Desc',
          'CreationTime:Asc',
          'ModificationTime:Desc',
          'ModificationTime:Asc',
        ],
      }),
    }),
    PageNo: pageNo,
    PageSize: pageSize,
    ScrollToken: string({
      describe:
        'The one of the page before. Beyond the 5,000th video or audio a page needs it; with it, media that were created since shift no page (inferred).',
      example: '24e0fba7188fae707e146esa54910f5c',
    }),
  },
  output: object({
    RequestId: requestId,
    MediaList: list(
      object({
        CreationTime: timestamp({}),
        MediaType: string({ describe: 'The SearchType.' }),
        MediaId: string({}),
        ...foundMedia,
      }),
    ),
    ScrollToken: string({ describe: '32 hex digits, when something was found.', optional: true }),
    Total: integer({ describe: 'Number of media that match, on all pages.' }),
  }),
  errors: {
    InvalidParameter: {
      ...vodErrors.InvalidParameter,
      when: 'Fields names one that the SearchType does not return; or the page ends after the 5,000th media. With a ScrollToken, pages of videos and audios go on to the 2,000,000th, each ending at most 100 media after that of the token.',
    },
    SortByExceededMax: {
      status: 400,
      message: 'The SortBy parameter only supports one sort field when traversing all data.',
      evidence: 'documented',
      when: 'A ScrollToken is sent with more than one field in SortBy.',
      remedy: 'Sort by one field, or omit ScrollToken.',
    },
    'InvalidScrollToken.Expired': {
      status: 400,
      message: 'The ScrollToken is expired, please refresh it.',
      evidence: 'documented',
      when: 'ScrollToken is older than 15 minutes, or not one that this search answered (inferred).',
      remedy: 'Take the ScrollToken of an answer to the same search.',
    },
    ErrorMatchSyntax: {
      status: 400,
      message: 'The parameter Match.{field} has an error syntax, please check it.',
      evidence: 'documented',
      when: 'Match violates the grammar, or uses a field in a way that the SearchType does not have.',
      remedy: 'See the grammar and the fields on the reference page of the operation.',
    },
  },
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
    { violates: 'utf8' },
    { violates: 'enum', of: ['SearchType', 'SortBy'] },
    { violates: 'maxItems', of: ['SortBy'] },
    { violates: 'range', of: ['PageNo', 'PageSize'] },
  ]),
  examples: [
    {
      name: 'videos by time',
      evidence: 'documented',
      input: {
        Match:
          'Status in ("Normal","Checking") and CreationTime = ("2018-10-01T08:00:00Z","2018-12-25T08:00:00Z")',
        Fields: 'Title,CoverURL',
      },
    },
    {
      name: 'auxiliary media by title',
      evidence: 'inferred',
      input: { SearchType: 'attached', Match: "Title = 'Logo'", Fields: 'Title,URL' },
    },
    {
      name: 'images of a category',
      evidence: 'inferred',
      input: { SearchType: 'image', Match: 'CateId = 12984346', Fields: 'Title,URL' },
    },
    { name: 'the least', evidence: 'inferred', input: {} },
  ],
  notes: [
    ...searchTypes.flatMap(fieldWords),
    'A text contains a value as it is written, case and all; of several tags one has to (inferred). `in` holds when one of its values does.',
    'A time matches as it is printed, by the second (inferred).',
    "A ScrollToken lives 15 minutes of the emulator's clock and belongs to one search: SearchType, Match and SortBy (inferred).",
    'Size, and a condition on it, is about the uploaded file, not about the announced FileSize (inferred).',
  ],
})
