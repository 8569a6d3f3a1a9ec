import { describe, expect } from 'vitest'
import { uploadClient } from '../../clients/ali-oss.ts'
import { openapiCore } from '../../clients/openapi-core.ts'
import { popCoreGet } from '../../clients/pop-core.ts'
import { succeeded } from '../../clients/rpc-driver.ts'
import { bytes } from '../../setup/bytes.ts'
import { test as base, needs } from '../../setup/fixtures.ts'
import { mediaInfo, startUpload } from './chain.ts'

type Parameters = Readonly<Record<string, string>>

interface Result {
  readonly MediaId: string
  readonly AttachedMedia: Readonly<Record<string, unknown>>
}

/** A test that makes media, and searches for them. */
const test = base.extend('world', async ({ target }) => {
  const make = (parameters: Parameters) =>
    startUpload(openapiCore, target, { BusinessType: 'watermark', ...parameters })
  /** All that a search answers, and the ids that it found. */
  const search = async (parameters: Parameters) => {
    const answer = await succeeded(
      popCoreGet.call(target, 'SearchMedia', { SearchType: 'attached', ...parameters }),
    )
    const found = answer.MediaList as readonly Result[]
    const { MediaList, Total, ScrollToken } = answer
    return { MediaList, Total, ScrollToken, found, ids: found.map(({ MediaId }) => MediaId) }
  }
  const refusal = async (parameters: Parameters) => {
    const answer = await openapiCore.call(target, 'SearchMedia', {
      SearchType: 'attached',
      ...parameters,
    })
    return answer.ok ? 'accepted' : `${answer.code}: ${answer.message}`
  }
  return { make, search, refusal }
})

/** Marks the media of one test among those of others. */
let count = 0
const mark = () => `mark${++count}of${process.pid}`

describe('what is found', () => {
  test('is told with id and time alone, when nothing else is asked for', async ({ world }) => {
    const title = mark()
    const { mediaId } = await world.make({ Title: title, Tags: 'a' })

    const { MediaList, Total, ScrollToken } = await world.search({ Match: `Title = '${title}'` })

    const CreationTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    expect({ MediaList, Total, ScrollToken }).toEqual({
      MediaList: [
        {
          CreationTime,
          MediaType: 'attached',
          MediaId: mediaId,
          AttachedMedia: { MediaId: mediaId, CreationTime },
        },
      ],
      Total: 1,
      ScrollToken: expect.stringMatching(/^[0-9a-f]{32}$/),
    })
  })

  test('has the fields that were asked for, as GetAttachedMediaInfo tells them', async ({
    world,
    target,
  }) => {
    const title = mark()
    const { mediaId } = await world.make({ Title: title, Tags: 'a , b', CateIds: '08130876' })

    const { found } = await world.search({
      Match: `Title = '${title}'`,
      Fields: 'Title,Tags,Description,BusinessType,Status,Categories,URL,StorageLocation,AppId',
    })

    const {
      Type,
      ModificationTime: _,
      ...info
    } = Object(await mediaInfo(openapiCore, target, mediaId))
    expect(found[0]?.AttachedMedia).toEqual({
      ...info,
      BusinessType: Type,
      URL: expect.stringContaining('Signature='),
    })
  })

  test('is found by title, tag, category, type, status and time', async ({ world }) => {
    const title = mark()
    const { mediaId, upload } = await world.make({
      Title: `the ${title}`,
      Tags: 'first tag,second',
      CateIds: '12984346',
    })
    const others = [
      await world.make({ Title: `another ${title}`, BusinessType: 'subtitle' }),
      await world.make({ Title: `another ${title}`, CateIds: '8130876' }),
    ]
    const client = uploadClient(upload, { addressing: 'ip', region: upload.auth.Region })
    await client.put(upload.address.FileName, bytes(10))
    const also = (condition: string) =>
      world.search({ Match: `Title = '${title}' and ${condition}` })

    for (const condition of [
      "Title = 'the '",
      "Tags = 'first'",
      `Tags in ("nothing", 'second')`,
      'CateId = 12984346',
      "Status in ('Normal')",
      `FileName = '${upload.address.FileName.split('/').at(-1)}'`,
      `MediaId = '${mediaId}'`,
      "(Status = 'Normal' or Tags = 'none')",
    ])
      expect({ condition, ids: (await also(condition)).ids }).toEqual({ condition, ids: [mediaId] })
    expect((await also("BusinessType = 'subtitle'")).ids).toEqual([others[0]?.mediaId])
    expect((await also("(CateId = 12984346 or CateId = '8130876')")).Total).toBe(2)
    expect((await also("CreationTime = ['2015-01-01T00:00:00Z',)")).Total).toBe(3)
    expect(await also("CreationTime = (,'2015-01-01T00:00:00Z')")).toMatchObject({
      MediaList: [],
      Total: 0,
    })
  })

  test('follows its categories: a new name is told, and of one that was deleted nothing', async ({
    world,
    target,
  }) => {
    const call = (action: string, parameters: Parameters) =>
      succeeded(openapiCore.call(target, action, parameters))
    const { Category } = await call('AddCategory', { CateName: 'old' })
    const CateId = String((Category as { readonly CateId: number }).CateId)
    const { mediaId } = await world.make({ CateIds: CateId })
    const find = async () => {
      const { found } = await world.search({ Match: `CateId = ${CateId}`, Fields: 'Categories' })
      return found.map(({ MediaId, AttachedMedia }) => [MediaId, AttachedMedia.Categories])
    }
    const named = (CateName: string) => [
      [mediaId, [{ CateId: Number(CateId), CateName, ParentId: -1, Level: 0 }]],
    ]

    expect(await find()).toEqual(named('old'))
    await call('UpdateCategory', { CateId, CateName: 'new' })
    expect(await find()).toEqual(named('new'))
    await call('DeleteCategory', { CateId })
    expect(await find()).toEqual([])
    const { found } = await world.search({ Match: `MediaId = '${mediaId}'`, Fields: 'Categories' })
    expect(found[0]?.AttachedMedia.Categories).toEqual([])
  })
})

describe('an order', () => {
  test('is the newest first, or as SortBy says', async ({ world, target, skip }) => {
    const { clock } = needs(target, 'clock', skip)
    const title = mark()
    const made: string[] = []
    for (const Description of ['1', '2', '3']) {
      made.push((await world.make({ Title: title, Description })).mediaId)
      await clock.advance(2)
    }
    const [first = '', second = '', third = ''] = made
    await succeeded(
      openapiCore.call(target, 'UpdateAttachedMediaInfos', {
        UpdateContent: JSON.stringify([{ MediaId: second, Tags: 'changed' }]),
      }),
    )
    const idsBy = async (sorting: Parameters) =>
      (await world.search({ Match: `Title = '${title}'`, ...sorting })).ids

    expect(await idsBy({})).toEqual([third, second, first])
    expect(await idsBy({ SortBy: 'CreationTime:Asc' })).toEqual([first, second, third])
    expect(await idsBy({ SortBy: 'ModificationTime:Desc' })).toEqual([second, third, first])
  })
})

describe('pages', () => {
  test('come one after the other, by number, and with the token of the one before', async ({
    world,
  }) => {
    const title = mark()
    for (let i = 0; i < 5; i++) await world.make({ Title: title })
    const ids: string[] = []
    let token: string | undefined
    for (const PageNo of ['1', '2', '3', '4']) {
      const page = await world.search({
        Match: `Title = '${title}'`,
        PageNo,
        PageSize: '2',
        ...(token !== undefined && { ScrollToken: token }),
      })
      expect(page.Total).toBe(5)
      ids.push(...page.ids)
      token = String(page.ScrollToken)
    }

    expect(new Set(ids).size).toBe(5)
    expect(ids).toHaveLength(5)
  })

  test('end with the 5,000th media', async ({ world }) => {
    expect(await world.search({ PageNo: '50', PageSize: '100' })).toMatchObject({ ids: [] })
    expect(await world.refusal({ PageNo: '51', PageSize: '100' })).toBe(
      'InvalidParameter: The specified parameter "PageNo" is not valid.',
    )
  })

  test('of a token end after 15 minutes, and belong to its search', async ({
    world,
    target,
    skip,
  }) => {
    const { clock } = needs(target, 'clock', skip)
    const title = mark()
    await world.make({ Title: title })
    const Match = `Title = '${title}'`
    const ScrollToken = String((await world.search({ Match })).ScrollToken)
    const expired = 'InvalidScrollToken.Expired: The ScrollToken is expired, please refresh it.'

    expect(await world.refusal({ Match, ScrollToken })).toBe('accepted')
    expect(await world.refusal({ ScrollToken })).toBe(expired)
    expect(await world.refusal({ Match, ScrollToken, SortBy: 'CreationTime:Asc' })).toBe(expired)
    const other = `${ScrollToken.slice(0, -1)}${ScrollToken.endsWith('0') ? 1 : 0}`
    expect(await world.refusal({ Match, ScrollToken: other })).toBe(expired)
    await clock.advance(15 * 60 - 30)
    expect(await world.refusal({ Match, ScrollToken })).toBe('accepted')
    await clock.advance(31)
    expect(await world.refusal({ Match, ScrollToken })).toBe(expired)
  })
})

describe('a refusal', () => {
  test.for<readonly [Parameters, string]>([
    [
      { Match: "Titel = 'a'" },
      'ErrorMatchSyntax: The parameter Match.Titel has an error syntax, please check it.',
    ],
    [
      { Match: "Title = 'a' or Tags = 'b'" },
      "ErrorMatchSyntax: The parameter Match.or Tags = 'b' has an error syntax, please check it.",
    ],
    [{ Fields: 'Titel' }, 'InvalidParameter: The specified parameter "Fields" is not valid.'],
    [{ Fields: 'CateId' }, 'InvalidParameter: The specified parameter "Fields" is not valid.'],
    [{ SortBy: 'Title:Asc' }, 'InvalidParameter: The specified parameter "SortBy" is not valid.'],
    [
      { SortBy: Array(4).fill('CreationTime:Asc').join() },
      'InvalidParameter: The specified parameter "SortBy" is not valid.',
    ],
    [
      { SearchType: 'film' },
      'InvalidParameter: The specified parameter "SearchType" is not valid.',
    ],
    [
      { SearchType: 'video', Match: "BusinessType = 'watermark'" },
      'ErrorMatchSyntax: The parameter Match.BusinessType has an error syntax, please check it.',
    ],
  ])('of %o says %s', async ([parameters, refusal], { world }) => {
    expect(await world.refusal(parameters)).toBe(refusal)
  })
})
