import { expect } from 'vitest'
import { accountClient, uploadClient } from '../../clients/ali-oss.ts'
import { openapiCore } from '../../clients/openapi-core.ts'
import { bytes } from '../../setup/bytes.ts'
import { can, needs, test } from '../../setup/fixtures.ts'
import { mediaInfo, startUpload } from './chain.ts'

test('a media whose file was removed in OSS stays as it was, and its URL leads nowhere', async ({
  target,
  skip,
}) => {
  const { mediaId, mediaUrl, upload } = await startUpload(openapiCore, target)
  const options = { addressing: 'ip', region: upload.auth.Region } as const
  const key = upload.address.FileName
  await uploadClient(upload, options).put(key, bytes(100))
  const before = await mediaInfo(openapiCore, target, mediaId)

  await accountClient(needs(target, 'bucket', skip), options).delete(key)

  const after = await mediaInfo(openapiCore, target, mediaId)
  expect(after).toEqual({ ...Object(before), URL: expect.any(String) })
  expect((await fetch(mediaUrl)).status).toBe(404)
  if (can(target, 'control'))
    expect(await target.control.media(mediaId)).toMatchObject({
      status: 'Normal',
      size: 100,
      history: [{ event: 'created' }, { event: 'uploaded' }, { event: 'file removed' }],
    })
})
