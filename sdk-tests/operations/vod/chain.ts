import { expect, onTestFinished } from 'vitest'
import type { Target } from '#contracts/target.ts'
import { accountClient, type OssOptions } from '../../clients/ali-oss.ts'
import { decodeUpload, type Upload } from '../../clients/decode.ts'
import { type Body, type RpcDriver, succeeded } from '../../clients/rpc-driver.ts'
import { can } from '../../setup/fixtures.ts'

/** An upload that was asked for. */
export interface Started {
  readonly mediaId: string
  readonly fileUrl: string
  readonly mediaUrl: string
  readonly upload: Upload
}

const textOf = (body: Body, name: string): string => {
  expect(body[name]).toEqual(expect.any(String))
  return String(body[name])
}

/** Asks for an upload, and has it removed after the test where the target outlives the run. */
export async function startUpload(
  driver: RpcDriver,
  target: Target,
  parameters: Readonly<Record<string, string>> = { BusinessType: 'watermark' },
): Promise<Started> {
  const body = await succeeded(driver.call(target, 'CreateUploadAttachedMedia', parameters))
  const mediaId = textOf(body, 'MediaId')
  if (target.name === 'real')
    onTestFinished(async () => {
      await succeeded(driver.call(target, 'DeleteAttachedMedia', { MediaIds: mediaId }))
    })
  return {
    mediaId,
    fileUrl: textOf(body, 'FileURL'),
    mediaUrl: textOf(body, 'MediaURL'),
    upload: decodeUpload(body),
  }
}

async function fetched(url: string): Promise<Buffer> {
  const response = await fetch(url)
  expect(response.status).toBe(200)
  return Buffer.from(await response.arrayBuffer())
}

/** Every copy of the file that the target lets us read: through MediaURL, and with the account's own key. */
export async function copies(
  target: Target,
  { mediaUrl, upload }: Started,
  options: OssOptions,
): Promise<readonly Buffer[]> {
  const published = await fetched(mediaUrl)
  if (!can(target, 'bucket')) return [published]
  const own = await accountClient(target, options).get(upload.address.FileName)
  return [published, own.content]
}

/** What GetAttachedMediaInfo returns for one media. */
export async function mediaInfo(
  driver: RpcDriver,
  target: Target,
  mediaId: string,
): Promise<unknown> {
  const body = await succeeded(driver.call(target, 'GetAttachedMediaInfo', { MediaIds: mediaId }))
  expect(body.AttachedMediaList).toHaveLength(1)
  return (body.AttachedMediaList as readonly unknown[])[0]
}

/** Asks the control plane, where there is one. */
export async function expectKnown(
  target: Target,
  mediaId: string,
  facts: { readonly status: string; readonly size?: number },
): Promise<void> {
  if (can(target, 'control'))
    expect(await target.control.media(mediaId)).toMatchObject({ mediaId, ...facts })
}
