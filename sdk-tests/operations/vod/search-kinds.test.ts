import { readFileSync } from 'node:fs'
import { describe, expect } from 'vitest'
import { uploadClient } from '../../clients/ali-oss.ts'
import { decodeUpload } from '../../clients/decode.ts'
import { popCoreGet } from '../../clients/pop-core.ts'
import { type Body, succeeded } from '../../clients/rpc-driver.ts'
import { test as base, needs } from '../../setup/fixtures.ts'

type Parameters = Readonly<Record<string, string>>

/** A test that makes media of one kind, marks them by their title, and searches for them. */
const test = base.extend('world', async ({ target }) => {
  const call = (action: string, parameters: Parameters) =>
    succeeded(popCoreGet.call(target, action, parameters))
  const search = async (SearchType: string, parameters: Parameters) => {
    const answer = await call('SearchMedia', { SearchType, ...parameters })
    return { ...answer, MediaList: answer.MediaList as readonly Body[] }
  }
  return { call, search }
})

let count = 0
const mark = () => `kind${++count}of${process.pid}`

/** Each type of search: what makes a media of it, the member that tells of it, and its id there. */
const kinds = [
  {
    type: 'video',
    action: 'CreateUploadVideo',
    parameters: { FileName: 'a.mp4', CoverURL: 'http://example.com/cover.png' },
    made: 'VideoId',
    member: 'Video',
    told: {
      CoverURL: 'http://example.com/cover.png',
      DownloadSwitch: 'on',
      MediaSource: 'general',
      PreprocessStatus: 'UnPreprocess',
      Snapshots: [],
      SpriteSnapshots: [],
      TranscodeMode: 'NoTranscode',
    },
  },
  {
    type: 'audio',
    action: 'CreateUploadVideo',
    parameters: { FileName: 'a.mp3' },
    made: 'VideoId',
    member: 'Audio',
    told: { MediaSource: 'general', TranscodeMode: 'NoTranscode' },
  },
  {
    type: 'image',
    action: 'CreateUploadImage',
    parameters: { ImageType: 'cover' },
    made: 'ImageId',
    member: 'Image',
    told: { URL: expect.stringContaining('Signature=') },
  },
  {
    type: 'attached',
    action: 'CreateUploadAttachedMedia',
    parameters: { BusinessType: 'subtitle' },
    made: 'MediaId',
    member: 'AttachedMedia',
    told: { BusinessType: 'subtitle', URL: expect.stringContaining('Signature=') },
  },
] as const

const idOf = { Video: 'VideoId', Audio: 'AudioId', Image: 'ImageId', AttachedMedia: 'MediaId' }
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)

describe.each(kinds)('a search for $type', ({ type, action, parameters, made, member, told }) => {
  test('tells id and time, and what else is asked for', async ({ world }) => {
    const { call, search } = world
    const Title = mark()
    const { [made]: id } = await call(action, { ...parameters, Title, Tags: 'a,b' })
    const Match = `Title = '${Title}'`
    const item = { MediaType: type, MediaId: id, CreationTime: time }

    const bare = await search(type, { Match })
    const names = ['Title', 'Tags', 'Status', 'AppId', 'StorageLocation', ...Object.keys(told)]
    const full = await search(type, { Match, Fields: names.join(',') })

    const least = { [idOf[member]]: id, CreationTime: time }
    expect(bare).toMatchObject({ Total: 1, ScrollToken: expect.any(String) })
    expect(bare.MediaList).toEqual([{ ...item, [member]: least }])
    const StorageLocation = expect.stringMatching(/\.aliyuncs\.com$/)
    const common = {
      Title,
      Tags: 'a,b',
      Status: 'Uploading',
      AppId: 'app-1000000',
      StorageLocation,
    }
    expect(full.MediaList).toEqual([{ ...item, [member]: { ...least, ...common, ...told } }])
  })

  test('finds by id, title, tag, status and category, and nothing of another type', async ({
    world,
  }) => {
    const { call, search } = world
    const Title = mark()
    const category = type === 'attached' ? { CateIds: '12984346' } : { CateId: '12984346' }
    const { [made]: id } = await call(action, { ...parameters, ...category, Title, Tags: 'a,b' })
    await call(action, { ...parameters, Title: `another ${Title}` })

    for (const condition of [
      `${idOf[member]} = '${id}'`,
      "Tags in ('b','c')",
      'CateId = 12984346',
      `Title = '${Title}' and (Tags = 'a' or Description = 'x')`,
    ]) {
      const { MediaList } = await search(type, {
        Match: `Title = '${Title}' and Status = 'Uploading' and ${condition}`,
      })
      expect({ condition, ids: MediaList.map(({ MediaId }) => MediaId) }).toEqual({
        condition,
        ids: [id],
      })
    }
    for (const other of kinds.filter((one) => one.type !== type))
      expect(await search(other.type, { Match: `Title = '${Title}'` })).toMatchObject({
        MediaList: [],
        Total: 0,
      })
  })
})

test('a search without a type is for videos, by up to 100 ids at once', async ({ world }) => {
  const { call } = world
  const make = () => call('CreateUploadVideo', { FileName: 'a.mp4', Title: 'one of several' })
  const ids = [await make(), await make()].map(({ VideoId }) => `'${VideoId}'`)
  await make()
  const others = Array.from({ length: 98 }, (_, i) => `'nobody${i}'`)

  const found = await call('SearchMedia', { Match: `VideoId in (${[...ids, ...others].join()})` })

  expect(found).toMatchObject({ Total: 2 })
})

test('a video is found by size and duration, once its file was analysed', async ({
  target,
  skip,
  world,
}) => {
  const { clock } = needs(target, 'clock', skip)
  const { call } = world
  const Title = mark()
  const created = await call('CreateUploadVideo', { FileName: 'a.mp4', Title, FileSize: '5' })
  const found = async (condition: string) => {
    const search = { Match: `Title = '${Title}' and ${condition}`, Fields: 'Size,Duration' }
    return (await call('SearchMedia', search)).MediaList
  }
  expect(await found('Size = [0,)')).toEqual([])
  const { address, auth } = decodeUpload(created)
  const client = uploadClient({ address, auth }, { addressing: 'ip', region: auth.Region })
  const film = readFileSync(new URL('../../../fixtures/media/moov-first.mp4', import.meta.url))
  await client.put(address.FileName, film)
  await clock.advance(0)

  const Size = film.length
  for (const condition of [`Size = [${Size},${Size}]`, 'Duration = (1.9,2.1)', 'Duration = (,2]'])
    expect(await found(condition)).toMatchObject([{ Video: { Size, Duration: 2 } }])
  for (const condition of [`Size = (${Size},)`, `Size = [,${Size})`, 'Duration = (2,3)'])
    expect(await found(condition)).toEqual([])
})

test('a category that is renamed or deleted is told of images as it is', async ({ world }) => {
  const { call, search } = world
  const { Category } = await call('AddCategory', { CateName: 'old' })
  const CateId = String((Category as Body).CateId)
  const { ImageId } = await call('CreateUploadImage', { ImageType: 'default', CateId })
  const told = async (Fields = 'CateId,CateName') => {
    const Match = `ImageId = '${ImageId}'`
    const { MediaList } = await search('image', { Match, Fields })
    return MediaList[0]?.Image
  }
  const bare = { ImageId, CreationTime: time }

  expect(await told()).toEqual({ ...bare, CateId: Number(CateId), CateName: 'old' })
  expect(await told('CateName')).toEqual({ ...bare, CateName: 'old' })
  await call('UpdateCategory', { CateId, CateName: 'new' })
  expect(await told()).toEqual({ ...bare, CateId: Number(CateId), CateName: 'new' })
  await call('DeleteCategory', { CateId })
  expect(await told()).toEqual(bare)
})
