import { describe, expect } from 'vitest'
import { uploadClient } from '../../clients/ali-oss.ts'
import { decodeUpload } from '../../clients/decode.ts'
import { rpcDrivers } from '../../clients/index.ts'
import { type Body, succeeded } from '../../clients/rpc-driver.ts'
import { bytes } from '../../setup/bytes.ts'
import { needs, needsEmulator, test } from '../../setup/fixtures.ts'
import { startReceiver } from '../../setup/receiver.ts'

const file = bytes(2000)

describe.each(rpcDrivers)('an image from its creation to its end, by $name', (driver) => {
  test('is uploaded, told of, found, changed and deleted', async ({ target, skip }) => {
    needsEmulator(skip)
    const { clock } = needs(target, 'clock', skip)
    await using receiver = await startReceiver()
    const call = (action: string, parameters: Readonly<Record<string, string>>) =>
      succeeded(driver.call(target, action, parameters))
    await call('SetMessageCallback', { CallbackURL: receiver.origin, EventTypeList: 'ALL' })
    const events = async () => {
      await clock.advance(0)
      return receiver.received.map(({ body }) => body)
    }

    // Create it, and upload its file.
    const Title = `a poster by ${driver.name}`
    const UserData = '{"Extend":{"localId":"x"}}'
    const created = await call('CreateUploadImage', { ImageType: 'default', Title, UserData })
    const { ImageId: imageId, FileURL, ImageURL } = created
    const ImageId = String(imageId)
    const upload = decodeUpload(created)
    const client = uploadClient(upload, { addressing: 'ip', region: upload.auth.Region })
    await client.put(upload.address.FileName, file)

    const EventTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    const common = { EventTime, Status: 'success', Extend: '{"localId":"x"}' }
    const uploaded = {
      ...common,
      EventType: 'ImageUploadComplete',
      ImageId,
      FileURL,
      Size: file.length,
      AppId: 'app-1000000',
    }
    expect(await events()).toEqual([uploaded])

    // Ask for it, and find it.
    const info = async () => (await call('GetImageInfo', { ImageId })).ImageInfo as Body
    expect(await info()).toMatchObject({ Title, Status: 'Normal' })
    expect((await fetch(String((await info()).URL))).status).toBe(200)
    const found = async (title: string) => {
      const search = { SearchType: 'image', Match: `Title = "${title}"`, Fields: 'Title' }
      return (await call('SearchMedia', search)).MediaList
    }
    expect(await found(Title)).toMatchObject([{ MediaId: ImageId, Image: { ImageId, Title } }])

    // Change it.
    const changes = { ImageId, Title: `renamed by ${driver.name}`, CateId: 12984346 }
    await call('UpdateImageInfos', { UpdateContent: JSON.stringify([changes]) })

    const changed = {
      ...common,
      EventType: 'MediaBaseChangeComplete',
      MediaId: ImageId,
      MediaType: 'image',
      OperateMode: 'update',
      MediaContent: {
        Title: JSON.stringify({ OldValue: Title, NewValue: changes.Title }),
        CateId: JSON.stringify({ NewValue: 12984346 }),
      },
    }
    expect(await events()).toEqual([uploaded, changed])
    expect(await found(Title)).toEqual([])
    expect(await found(changes.Title)).toHaveLength(1)

    // Delete it: no event is documented for that.
    await call('DeleteImage', { DeleteImageType: 'ImageId', ImageIds: ImageId })

    expect(await events()).toEqual([uploaded, changed])
    expect((await fetch(String(ImageURL))).status).toBe(404)
    expect(await found(changes.Title)).toEqual([])
  })
})
