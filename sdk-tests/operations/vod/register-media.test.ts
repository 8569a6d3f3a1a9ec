import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect } from 'vitest'
import type { EmulatorTarget } from '#contracts/target.ts'
import { accountClient } from '../../clients/ali-oss.ts'
import { openapiCore } from '../../clients/openapi-core.ts'
import { succeeded } from '../../clients/rpc-driver.ts'
import { bytes } from '../../setup/bytes.ts'
import { needsEmulator, test } from '../../setup/fixtures.ts'
import { startEmulatorTarget } from '../../setup/target.ts'

beforeEach(({ skip }) => needsEmulator(skip))

interface Registered {
  readonly NewRegister: boolean
  readonly FileURL: string
  readonly MediaId: string
}

/** Puts a file where VOD does not know of it, and answers its URL. */
async function put(target: EmulatorTarget, key = `own/${randomUUID()}.mp4`): Promise<string> {
  const client = accountClient(target, { addressing: 'ip', region: `oss-${target.region}` })
  await client.put(key, bytes(1000))
  return `${target.bucket.endpoint}/${target.bucket.name}/${key}`
}

async function register(
  target: EmulatorTarget,
  urls: readonly string[],
  parameters: Readonly<Record<string, string>> = {},
) {
  const RegisterMetadatas = JSON.stringify(urls.map((FileURL) => ({ FileURL, Title: 'Mine' })))
  const input = { RegisterMetadatas, ...parameters }
  const answer = await succeeded(openapiCore.call(target, 'RegisterMedia', input))
  const { RegisteredMediaList, FailedFileURLs } = answer
  return { registered: RegisteredMediaList as readonly Registered[], failed: FailedFileURLs }
}

describe('a file that is in the storage', () => {
  test('becomes a video once, whose state is as its template group asks', async () => {
    await using target = await startEmulatorTarget()
    const [plain, stored] = [await put(target), await put(target)]

    const { registered, failed } = await register(target, [plain])
    const { registered: asStored } = await register(target, [stored, plain], {
      TemplateGroupId: 'VOD_NO_TRANSCODE',
    })

    expect(failed).toEqual([])
    const [first] = registered
    expect(registered).toEqual([
      { NewRegister: true, FileURL: plain, MediaId: expect.stringMatching(/^[0-9a-f]{32}$/) },
    ])
    expect(asStored).toEqual([
      { NewRegister: true, FileURL: stored, MediaId: expect.any(String) },
      { ...first, NewRegister: false },
    ])
    const statusOf = async (id = '') => ({ ...Object(await target.control.media(id)) }).status
    // Everything that is due has been done.
    await target.clock.advance(60)
    expect(await statusOf(first?.MediaId)).toBe('UploadSucc')
    expect(await statusOf(asStored[0]?.MediaId)).toBe('Normal')
  })

  test('is registered by its name, and again when the video is deleted', async () => {
    await using target = await startEmulatorTarget()
    const url = await put(target, 'one/same.mp4')
    const twin = await put(target, 'other/same.mp4')
    const { registered } = await register(target, [url])
    const MediaId = registered[0]?.MediaId ?? ''

    expect((await register(target, [twin])).registered).toMatchObject([
      { NewRegister: false, MediaId },
    ])
    await succeeded(openapiCore.call(target, 'DeleteVideo', { VideoIds: MediaId }))
    expect(await register(target, [url, twin])).toMatchObject({
      registered: [{ NewRegister: true, FileURL: twin }],
      failed: [url],
    })
  })

  test("is not registered where it is not there, not the account's, or no video", async () => {
    const [own, other] = ['1111111111111111', '2222222222222222']
    await using running = await startEmulatorTarget({
      accessKeys: [`own:secret:${own}`, `other:secret:${other}`],
    })
    const as = async (accessKeyId: string) => {
      const target = { ...running, keys: { accessKeyId, accessKeySecret: 'secret' } }
      const made = { FileName: 'a.mp4', Title: 'A' }
      const answer = await succeeded(openapiCore.call(target, 'CreateUploadVideo', made))
      const { Bucket } = JSON.parse(Buffer.from(String(answer.UploadAddress), 'base64').toString())
      return { ...target, bucket: { ...running.bucket, name: String(Bucket) } }
    }
    const [target, stranger] = [await as('own'), await as('other')]
    const urls = [
      (await put(target)).replace('.mp4', '-gone.mp4'),
      await put(target, 'own/a.png'),
      await put(target, 'own/none'),
      await put(stranger),
      'nonsense',
    ]
    const good = await put(target)

    const { registered, failed } = await register(target, [...urls, good])

    expect(failed).toEqual(urls)
    expect(registered).toMatchObject([{ NewRegister: true, FileURL: good }])
  })
})
