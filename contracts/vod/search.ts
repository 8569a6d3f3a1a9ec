import { withDefaults } from '../defaults.ts'
import { csv, integer, list, object, string, timestamp } from '../schema.ts'
import { vodErrors } from './errors.ts'
import { vodOperation } from './operation.ts'
import { fieldWords, type SearchType } from './search-fields.ts'
import { category, pageNo, pageSize, requestId } from './shapes.ts'

const searchTypes = ['video', 'audio', 'image', 'attached'] as const satisfies readonly SearchType[]

export const SearchMedia = vodOperation('read', {
  name: 'SearchMedia',
  summary:
    'Finds media by conditions, ordered and in pages. Of videos, audio and images there are none here yet: the answer is an empty list.',
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
      describe: 'The one of the page before, while all media are gone through.',
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
        AttachedMedia: object({
          Status: string({ optional: true }),
          BusinessType: string({ optional: true }),
          Description: string({ optional: true }),
          AppId: string({ optional: true }),
          MediaId: string({}),
          CreationTime: timestamp({}),
          Title: string({ optional: true }),
          ModificationTime: timestamp({ optional: true }),
          StorageLocation: string({ optional: true }),
          URL: string({ optional: true }),
          Tags: string({ optional: true }),
          Categories: list(category, { optional: true }),
        }),
      }),
    ),
    ScrollToken: string({ describe: '32 hex digits, when something was found.', optional: true }),
    Total: integer({ describe: 'Number of media that match, on all pages.' }),
  }),
  errors: {
    InvalidParameter: {
      ...vodErrors.InvalidParameter,
      when: 'Fields names one that the SearchType does not return, or the page ends after the 5,000th media.',
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
      name: 'auxiliary media by title',
      evidence: 'inferred',
      input: { SearchType: 'attached', Match: "Title = 'Logo'", Fields: 'Title,URL' },
    },
    { name: 'the least', evidence: 'inferred', input: {} },
  ],
  notes: [
    ...searchTypes.flatMap(fieldWords),
    'A text contains a value as it is written, case and all; of several tags one has to (inferred). `in` holds when one of its values does.',
    'A time matches as it is printed, by the second (inferred).',
    "A ScrollToken lives 15 minutes of the emulator's clock and belongs to one search: SearchType, Match and SortBy (inferred).",
  ],
})
