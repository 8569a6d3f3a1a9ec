import { expect } from 'vitest'
import { test } from './fixtures.ts'
import { only, sentTo, storedDigest } from './seen.ts'

const kib = 1024
const mib = 1024 * kib

test.for([
  { size: '99 KiB', bytes: 99 * kib, sent: ['put'] },
  {
    size: '100 KiB',
    bytes: 100 * kib,
    sent: ['complete', 'initiate', 'part 1'],
  },
  {
    size: '6 MiB',
    bytes: 6 * mib,
    sent: ['complete', 'initiate', 'part 1', 'part 2', 'part 3', 'part 4', 'part 5', 'part 6'],
  },
])('uploads a video of $size', async ({ bytes, sent }, { visitor, target, gate, file }) => {
  const { path, digest } = await file('clip.mp4', bytes)
  const window = await visitor.open()

  await window.choose(path)

  await expect.poll(() => window.callbacks).toContain('onUploadEnd')
  expect(window.callbacks).toContain('onUploadSucceed clip.mp4')
  const { object, videoId = '' } = only(await window.uploads())
  expect(await storedDigest(target, object)).toBe(digest)
  await expect
    .poll(() => target.control.media(videoId))
    .toMatchObject({ status: 'Normal', size: bytes })
  expect(sentTo(gate, object)).toEqual(sent)
  expect(window.elsewhere).toEqual([])
})

test('uploads an image', async ({ visitor, target, file }) => {
  const { path, digest } = await file('cover.png', 150 * kib)
  const window = await visitor.open()
  const credential = window.page.waitForResponse('**/credential')

  await window.choose(path)

  await expect.poll(() => window.callbacks).toContain('onUploadSucceed cover.png')
  const { ImageId } = await (await credential).json()
  await expect
    .poll(() => target.control.media(ImageId))
    .toMatchObject({ status: 'Normal', size: 150 * kib })
  const { object } = only(await window.uploads())
  expect(object).toMatch(/^image\/.+\.png$/)
  expect(await storedDigest(target, object)).toBe(digest)
  expect(window.elsewhere).toEqual([])
})

test('uploads five files that are chosen at once', async ({ visitor, target, file }) => {
  const names = ['a.mp4', 'b.mov', 'c.png', 'd.mp4', 'e.mov']
  const files = await Promise.all(names.map((name, index) => file(name, (index + 90) * 10 * kib)))
  const window = await visitor.open()

  await window.choose(...files.map(({ path }) => path))

  await expect.poll(() => window.callbacks).toContain('onUploadEnd')
  const uploads = await window.uploads()
  expect(uploads.map(({ state }) => state)).toEqual(names.map(() => 'Success'))
  const stored = await Promise.all(uploads.map(({ object }) => storedDigest(target, object)))
  expect(stored).toEqual(files.map(({ digest }) => digest))
  expect(window.elsewhere).toEqual([])
})

test('uploads from five windows at once', async ({ visitor, target, file, gate }) => {
  const names = ['a.mp4', 'b.mp4', 'c.mp4', 'd.mp4', 'e.mp4']
  const files = await Promise.all(names.map((name, index) => file(name, (index + 10) * 100 * kib)))
  const windows = await Promise.all(names.map(() => visitor.open()))
  using started = gate.hold(/^POST \S+\?uploads=/)

  await Promise.all(windows.map((window, index) => window.choose(files[index]?.path ?? '')))
  await expect.poll(() => started.waiting).toBe(5)
  started.release()

  for (const { callbacks } of windows)
    await expect.poll(() => callbacks.join()).toMatch('onUploadSucceed')
  const uploads = await Promise.all(windows.map(async (window) => only(await window.uploads())))
  const stored = await Promise.all(uploads.map(({ object }) => storedDigest(target, object)))
  expect(stored).toEqual(files.map(({ digest }) => digest))
})

test('notices what a page sends to other machines', async ({ visitor, file }) => {
  const { path } = await file('clip.mp4', 99 * kib)
  const window = await visitor.open()
  await window.page.evaluate('delete AliyunUpload.__logTestCallback__')

  await window.choose(path)

  await expect.poll(() => window.callbacks).toContain('onUploadSucceed clip.mp4')
  expect(window.elsewhere.join()).toMatch('log.aliyuncs.com')
})
