import { describe, expect } from 'vitest'
import { accountClient, uploadClient } from '../../clients/ali-oss.ts'
import { rpcDrivers } from '../../clients/index.ts'
import { type Body, succeeded } from '../../clients/rpc-driver.ts'
import { bytes } from '../../setup/bytes.ts'
import { needs, needsEmulator, test } from '../../setup/fixtures.ts'
import { expectedSignature, startReceiver } from '../../setup/receiver.ts'
import { mediaInfo, startUpload } from './chain.ts'

const file = bytes(2000)
const AuthKey = 'Abc12345'
const WatermarkConfig = '{"Dx":"0.1","Dy":"0.1","Width":"0.2","Height":"0.2","ReferPos":"TopRight"}'

const statusOf = async (url: unknown): Promise<number> => (await fetch(String(url))).status

const withoutQuery = (url: unknown): string => String(url).split('?')[0] ?? ''

describe.each(rpcDrivers)('a watermark from its creation to its end, by $name', (driver) => {
  test('is uploaded, told of, used, found, changed and deleted', async ({ target, skip }) => {
    needsEmulator(skip)
    const { clock } = needs(target, 'clock', skip)
    await using receiver = await startReceiver()
    const callback = `${receiver.origin}/${driver.scheme}`
    const call = (action: string, parameters: Readonly<Record<string, string>>) =>
      succeeded(driver.call(target, action, parameters))
    await call('SetMessageCallback', {
      CallbackURL: callback,
      EventTypeList: 'AttachedMediaUploadComplete,MediaBaseChangeComplete',
      AuthSwitch: 'on',
      AuthKey,
    })
    const { Category } = await call('AddCategory', { CateName: 'Logos' })
    const CateId = String((Category as Body).CateId)

    // Create it, and upload its file.
    const started = await startUpload(driver, target, {
      BusinessType: 'watermark',
      Title: `a logo by ${driver.name}`,
      Tags: 'logo,evening',
      CateIds: CateId,
    })
    const { mediaId, mediaUrl, upload } = started
    const { FileName } = upload.address
    const client = uploadClient(upload, { addressing: 'ip', region: upload.auth.Region })
    await client.put(FileName, file)
    await clock.advance(0)

    const [uploaded] = receiver.received
    expect(uploaded?.body).toMatchObject({
      EventType: 'AttachedMediaUploadComplete',
      AttachedMediaId: mediaId,
      Size: file.length,
    })
    expect(uploaded && expectedSignature(callback, uploaded, AuthKey)).toBe(
      uploaded?.headers['x-vod-signature'],
    )
    const info = (await mediaInfo(driver, target, mediaId)) as Body
    expect(info).toMatchObject({
      Status: 'Normal',
      Categories: [{ CateId: Number(CateId), CateName: 'Logos' }],
    })
    expect(await statusOf(info.URL)).toBe(200)

    // Use it.
    const FileUrl = withoutQuery(mediaUrl)
    const added = await call('AddWatermark', {
      Name: 'logo',
      Type: 'Image',
      FileUrl,
      WatermarkConfig,
    })
    const { WatermarkId, FileUrl: shownUrl } = added.WatermarkInfo as Readonly<
      Record<string, string>
    >
    await call('SetDefaultWatermark', { WatermarkId: String(WatermarkId) })
    const { WatermarkInfos } = await call('ListWatermark', {})
    expect(WatermarkInfos).toContainEqual(
      expect.objectContaining({ WatermarkId, IsDefault: 'Default', WatermarkConfig }),
    )
    expect(await statusOf(shownUrl)).toBe(200)

    // Find it.
    const found = async (Match: string) => {
      const answer = await call('SearchMedia', { SearchType: 'attached', Match })
      return (answer.MediaList as readonly Body[]).map(({ MediaId }) => MediaId)
    }
    for (const condition of [
      `Title = "by ${driver.name}"`,
      "Tags = 'evening'",
      `CateId = ${CateId}`,
    ])
      expect(await found(condition)).toContain(mediaId)

    // Change it.
    const UpdateContent = JSON.stringify([{ MediaId: mediaId, Title: 'renamed' }])
    await call('UpdateAttachedMediaInfos', { UpdateContent })
    await clock.advance(0)
    expect(receiver.received.at(-1)?.body).toMatchObject({
      EventType: 'MediaBaseChangeComplete',
      MediaId: mediaId,
      OperateMode: 'update',
      MediaContent: {
        Title: JSON.stringify({ OldValue: `a logo by ${driver.name}`, NewValue: 'renamed' }),
      },
    })
    expect(await found("Title = 'renamed'")).toContain(mediaId)

    // Delete it.
    await call('DeleteAttachedMedia', { MediaIds: mediaId })
    const own = accountClient(needs(target, 'bucket', skip), {
      addressing: 'ip',
      region: target.region,
    })
    await expect(own.get(FileName)).rejects.toMatchObject({ code: 'NoSuchKey' })
    expect(await statusOf(mediaUrl)).toBe(404)
    expect(await found("Title = 'renamed'")).not.toContain(mediaId)
    const { WatermarkInfo } = await call('GetWatermark', { WatermarkId: String(WatermarkId) })
    expect(await statusOf((WatermarkInfo as Body).FileUrl)).toBe(404)
  })
})
