import { describe, expect } from 'vitest'
import { uploadClient } from '../../clients/ali-oss.ts'
import { rpcDrivers } from '../../clients/index.ts'
import { test } from '../../setup/fixtures.ts'
import { addressings } from '../../setup/target.ts'
import { copies, expectKnown, mediaInfo, startUpload } from './chain.ts'
import { ways } from './ways.ts'

const cells = addressings.flatMap((addressing) =>
  [false, true].map((v4) => ({ addressing, v4, version: v4 ? 'V4' : 'V1' })),
)

describe.each(rpcDrivers)('an upload that $name asked for', (driver) => {
  describe.each(cells)('arrives with OSS $version, $addressing', (cell) => {
    const possible = ways.filter(({ can }) => can?.(cell) ?? true)

    test.for(possible)('by $name', async ({ file, upload }, { target }) => {
      const started = await startUpload(driver, target)
      const { mediaId } = started
      const { address, auth } = started.upload
      const options = { ...cell, region: auth.Region }

      await upload({
        newClient: () => uploadClient(started.upload, options),
        key: address.FileName,
        file,
        v4: cell.v4,
      })

      for (const copy of await copies(target, started, options))
        expect(copy.equals(file)).toBe(true)
      expect(await mediaInfo(driver, target, mediaId)).toMatchObject({
        MediaId: mediaId,
        Status: 'Normal',
      })
      await expectKnown(target, mediaId, { status: 'Normal', size: file.length })
    })
  })

  test('is Uploading until the file arrives', async ({ target }) => {
    const { mediaId } = await startUpload(driver, target)

    expect(await mediaInfo(driver, target, mediaId)).toMatchObject({ Status: 'Uploading' })
    await expectKnown(target, mediaId, { status: 'Uploading' })
  })

  test('is refused with the code, text, status and request id of the service', async ({
    target,
  }) => {
    const result = await driver.call(target, 'CreateUploadAttachedMedia', { BusinessType: 'film' })

    expect(result).toMatchObject({
      ok: false,
      code: 'InvalidParameter',
      message: 'The specified parameter "BusinessType" is not valid.',
      status: 400,
      requestId: expect.stringMatching(/^[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}$/),
    })
  })
})
