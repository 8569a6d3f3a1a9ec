import { expect } from 'vitest'
import { requestV1 } from '../clients/hand-signed.ts'
import type { Body } from '../clients/rpc-driver.ts'
import { anyFile, type Sentences, type Shown, type World } from './world.ts'

const action = 'CreateUploadAttachedMedia'

/** 42 ideographs of three bytes each and two letters. */
const title128 = `${'台'.repeat(42)}ab`

/** Bytes that are not valid UTF-8, which no SDK sends, are signed by hand. */
const inUtf8 = (parameter: string): Shown => ({
  done: 'sent an ideograph, and with a signature made by hand a byte that is not UTF-8',
  came: 'the text as it was, and InvalidParameter',
  show: async ({ target, create, info }) => {
    const { mediaId } = await create({ [parameter]: '台标' })
    expect(await info(mediaId)).toMatchObject({ [parameter]: '台标' })
    const { url, init } = requestV1(target, { [parameter]: '%FF' })
    const body = (await (await fetch(url, init)).json()) as Body
    expect(body.Code).toBe('InvalidParameter')
    expect(body.Message).toContain(`"${parameter}"`)
  },
})

/** Every one of some extensions is accepted in any case, and another is not. */
const extensions = (BusinessType: string, valid: readonly string[], invalid: string): Shown => ({
  done: `asked for an upload with each of ${valid.join(', ')}, and with ${invalid}`,
  came: 'a file name with that extension, and InvalidParameter',
  show: async ({ create, refused }) => {
    for (const MediaExt of valid) {
      const { upload } = await create({ BusinessType, MediaExt })
      expect(upload.address.FileName).toMatch(new RegExp(`\\.${MediaExt}$`))
    }
    expect(await refused(action, { BusinessType, MediaExt: invalid })).toBe('InvalidParameter')
  },
})

const shownAs = (parameter: string, value: string): Shown => ({
  done: `sent a ${parameter}, and asked for the media`,
  came: `the ${parameter}`,
  show: async ({ create, info }) => {
    const { mediaId } = await create({ [parameter]: value })
    expect(await info(mediaId)).toMatchObject({ [parameter]: value })
  },
})

const limited = (parameter: string, longest: string, code: string): Shown => ({
  done: `sent ${Buffer.byteLength(longest)} bytes, and one more`,
  came: `a media, and ${code}`,
  show: async ({ create, refused }) => {
    await create({ [parameter]: longest })
    const longer = { BusinessType: 'watermark', [parameter]: `${longest}c` }
    expect(await refused(action, longer)).toBe(code)
  },
})

const describing: Sentences = {
  7: {
    done: 'sent each of the three types, and another word',
    came: 'a media of that type, and InvalidParameter',
    show: async ({ create, info, refused }) => {
      for (const BusinessType of ['watermark', 'subtitle', 'material']) {
        const { mediaId } = await create({ BusinessType })
        expect(await info(mediaId)).toMatchObject({ Type: BusinessType })
      }
      expect(await refused(action, { BusinessType: 'video' })).toBe('InvalidParameter')
      expect(await refused(action, {})).toBe('MissingBusinessType')
    },
  },
  8: shownAs('Title', 'Test'),
  9: limited('Title', title128, 'LengthExceededMax'),
  10: inUtf8('Title'),
  11: {
    done: 'sent an extension beside a file name with another one',
    came: 'a file with the extension',
    show: async ({ create }) => {
      const { upload } = await create({ MediaExt: 'gif', FileName: 'D:\\test.png' })
      expect(upload.address.FileName).toMatch(/\.gif$/)
    },
  },
  12: extensions('watermark', ['png', 'gif', 'apng', 'mov'], 'jpg'),
  13: extensions('subtitle', ['srt', 'ass', 'stl', 'ttml', 'vtt'], 'txt'),
  14: extensions('material', ['jpg', 'gif', 'png', 'mp4', 'mat', 'zip'], 'apng'),
  15: {
    done: 'sent the example D:\\test.png, and a name with an extension that is not valid',
    came: 'a png file, and InvalidFileName.Extension',
    show: async ({ create, refused }) => {
      const { upload } = await create({ FileName: 'D:\\test.png' })
      expect(upload.address.FileName).toMatch(/\.png$/)
      const wrong = { BusinessType: 'watermark', FileName: 'D:\\test.exe' }
      expect(await refused(action, wrong)).toBe('InvalidFileName.Extension')
    },
  },
  16: {
    done: 'announced 123 bytes and uploaded others, and announced no number',
    came: 'a media in either case, and InvalidParameter',
    show: async ({ target, create, refused }) => {
      const { mediaId, oss, upload } = await create({ FileSize: '123' })
      await oss.put(upload.address.FileName, anyFile)
      expect(await target.control.media(mediaId)).toMatchObject({
        fileSize: '123',
        size: anyFile.length,
      })
      const wrong = { BusinessType: 'watermark', FileSize: '123 KB' }
      expect(await refused(action, wrong)).toBe('InvalidParameter')
    },
  },
  25: shownAs('Description', 'uploadTest'),
  26: limited('Description', 'd'.repeat(1024), 'LengthExceededMax'),
  27: inUtf8('Description'),
}

const sixteen = Array.from({ length: 16 }, (_, i) => `tag${i}`)

const tagging: Sentences = {
  17: shownAs('Tags', 'tag1'),
  18: limited('Tags', 't'.repeat(32), 'LengthExceededMax'),
  19: {
    done: 'sent 16 tags, and 17',
    came: 'a media with all of them, and TagsExceededMax',
    show: async ({ create, info, refused }) => {
      const { mediaId } = await create({ Tags: sixteen.join(',') })
      expect(await info(mediaId)).toMatchObject({ Tags: sixteen.join(',') })
      const more = { BusinessType: 'watermark', Tags: `${sixteen.join(',')},one more` }
      expect(await refused(action, more)).toBe('TagsExceededMax')
    },
  },
  20: {
    done: 'sent two tags with a comma and spaces between them',
    came: 'both, without the spaces',
    show: async ({ create, info }) => {
      const { mediaId } = await create({ Tags: 'tag1 , tag2' })
      expect(await info(mediaId)).toMatchObject({ Tags: 'tag1,tag2' })
    },
  },
  21: inUtf8('Tags'),
}

const nameOf = ({ CateName }: Body): string => String(CateName)

/** The names of categories at the root. */
async function rootCategories({ call }: World): Promise<readonly string[]> {
  const { SubCategories } = await call('GetCategories', {})
  return (SubCategories as { readonly Category: readonly Body[] }).Category.map(nameOf)
}

const categories: Sentences = {
  33: {
    done: 'sent the id of a category, and one that does not exist',
    came: 'the media in that category, and InvalidCateId.NotFound',
    show: async ({ create, info, refused }) => {
      const { mediaId } = await create({ CateIds: '12984346' })
      expect(await info(mediaId)).toMatchObject({ Categories: [{ CateId: 12984346 }] })
      const unknown = { BusinessType: 'watermark', CateIds: '999999999' }
      expect(await refused(action, unknown)).toBe('InvalidCateId.NotFound')
    },
  },
  34: {
    done: "sent the page's example 12984346,08130876",
    came: 'the media in both categories',
    show: async ({ create, info }) => {
      const { mediaId } = await create({ CateIds: '12984346,08130876' })
      expect(await info(mediaId)).toMatchObject({
        Categories: [{ CateId: 12984346 }, { CateId: 8130876 }],
      })
    },
  },
  35: {
    done: 'added six categories, and sent five ids and six',
    came: 'the media in five categories, and InvalidParameter',
    show: async ({ call, create, info, refused }) => {
      const ids: string[] = []
      for (let i = 0; i < 6; i++) {
        const { Category } = await call('AddCategory', { CateName: `category ${i}` })
        ids.push(String((Category as Body).CateId))
      }
      const { mediaId } = await create({ CateIds: ids.slice(0, 5).join(',') })
      expect((await info(mediaId)).Categories).toHaveLength(5)
      const more = { BusinessType: 'watermark', CateIds: ids.join(',') }
      expect(await refused(action, more)).toBe('InvalidParameter')
    },
  },
  36: {
    done: 'listed the categories, and renamed one',
    came: 'their ids and names, and the new name',
    show: async (world) => {
      expect(await rootCategories(world)).toContain('Watermarks')
      const { Category } = await world.call('AddCategory', { CateName: 'before' })
      const CateId = String((Category as Body).CateId)
      await world.call('UpdateCategory', { CateId, CateName: 'after' })
      expect(await rootCategories(world)).toContain('after')
      expect(await rootCategories(world)).not.toContain('before')
    },
  },
}

/** What the parameters mean, and their limits. */
export const parameters: Sentences = { ...describing, ...tagging, ...categories }
