import { expect } from 'vitest'
import type { EmulatorTarget } from '#contracts/target.ts'
import { startEmulatorTarget } from '../setup/target.ts'
import { startChromium } from './chromium.ts'
import { fileTest } from './fixtures.ts'
import { only, storedDigest } from './seen.ts'
import { startSite } from './site.ts'
import { visit } from './upload-page.ts'

const size = 150 * 1024

const test = fileTest.extend(
  'target',
  { scope: 'file' },
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from this pattern that nothing else is needed.
  async ({}, { onCleanup }) => {
    const target = await startEmulatorTarget({ tls: true })
    onCleanup(() => target[Symbol.asyncDispose]())
    return target
  },
)

test('uploads over HTTPS', async ({ target, file, task }) => {
  const { path, digest } = await file('clip.mp4', size)
  const { endpoint } = target.bucket
  await using site = await startSite({ endpoint, caFile: target.caFile })
  await using browser = await startChromium()
  await using visitor = await visit(browser, site.origin, task.name)
  const window = await visitor.open()

  await window.choose(path)

  await expect.poll(() => window.callbacks).toContain('onUploadSucceed clip.mp4')
  expect(await storedDigest(target, only(await window.uploads()).object)).toBe(digest)
  expect(window.elsewhere).toEqual([])
})

/** A page that lets the uploader call VOD, at the only address that it knows. Any token will do for a lasting key. */
const callingVod = ({ keys: { accessKeyId, accessKeySecret } }: EmulatorTarget) => `
  const uploader = new AliyunUpload.Vod({
    onUploadstarted: (upload) =>
      uploader.setSTSToken(upload, '${accessKeyId}', '${accessKeySecret}', 'token'),
  })
  document.querySelector('input').addEventListener('change', ({ target }) => {
    const about = JSON.stringify({ Vod: { Title: 'Clip' } })
    uploader.addFile(target.files[0], null, null, null, about)
    uploader.startUpload()
  })
`

test.for(['clip.mp4', 'cover.png'])(
  'uploads %s under the names of the service, where the uploader calls it',
  async (name, { target, file, task }) => {
    const { path, digest } = await file(name, size)
    const { endpoint } = target.bucket
    await using site = await startSite({ endpoint, script: callingVod(target) })
    await using browser = await startChromium(new URL(endpoint).host)
    await using visitor = await visit(browser, site.origin, task.name)
    const window = await visitor.open()

    await window.choose(path)

    await expect.poll(() => window.callbacks).toContain(`onUploadSucceed ${name}`)
    const { object, bucket } = only(await window.uploads())
    expect(await storedDigest(target, object)).toBe(digest)
    const hosts = new Set(window.elsewhere.map((url) => new URL(url).host))
    expect([...hosts]).toEqual([
      `vod.${target.region}.aliyuncs.com`,
      `${bucket}.oss-${target.region}.aliyuncs.com`,
    ])
  },
)
