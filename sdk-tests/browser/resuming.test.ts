import { expect } from 'vitest'
import type { EmulatorTarget } from '#contracts/target.ts'
import { test as base } from './fixtures.ts'
import type { Gate } from './gate.ts'
import { only, sentTo, storedDigest, uploadIds } from './seen.ts'
import type { UploadPage } from './upload-page.ts'

const size = 6 * 1024 * 1024

/** A test that begins when five of six parts are uploaded, and the third waits in front of the emulator. */
const test = base.extend('halfway', async ({ visitor, gate, file }, { onCleanup }) => {
  const { path, digest } = await file('clip.mp4', size)
  const window = await visitor.open()
  const third = gate.hold(/^PUT \S+\?partNumber=3&/)
  onCleanup(third.release)
  await window.choose(path)
  // The uploader counts the end as one more part.
  await expect.poll(() => window.callbacks).toContain('onUploadProgress clip.mp4 0.71')
  return { window, path, digest, release: third.release }
})

/** The whole file is there, of one upload, of which no part but the one that waited was sent twice. */
async function expectResumed(
  target: EmulatorTarget,
  gate: Gate,
  { window, digest }: { readonly window: UploadPage; readonly digest: string },
): Promise<void> {
  await expect.poll(() => window.callbacks).toContain('onUploadSucceed clip.mp4')
  const { object, videoId = '' } = only(await window.uploads())
  expect(await storedDigest(target, object)).toBe(digest)
  await expect.poll(() => target.control.media(videoId)).toMatchObject({ status: 'Normal', size })
  const parts = [1, 2, 3, 3, 4, 5, 6].map((number) => `part ${number}`)
  expect(sentTo(gate, object)).toEqual(['complete', 'initiate', ...parts])
  expect(uploadIds(gate, object).size).toBe(1)
  expect(window.elsewhere).toEqual([])
}

test('pauses, and goes on where it was', async ({ halfway, target, gate }) => {
  const { window, release } = halfway

  await window.call('stopUpload()')
  release()
  await expect.poll(() => window.callbacks).toContain('onUploadCanceled clip.mp4')
  expect(only(await window.uploads()).state).toBe('Stoped')
  await window.call('startUpload()')

  await expectResumed(target, gate, halfway)
})

test('goes on after the page was loaded again', async ({ halfway, target, gate }) => {
  const { window, path, release } = halfway
  const { object, videoId } = only(await window.uploads())

  await window.page.reload()
  release()
  await window.choose(path)

  await expectResumed(target, gate, halfway)
  expect(only(await window.uploads())).toMatchObject({ object, videoId })
})

test('goes on with a new credential when the first expires', async ({ halfway, target, gate }) => {
  const { window, release } = halfway

  await target.clock.advance(3001)
  release()

  await expectResumed(target, gate, halfway)
  expect(window.callbacks).toContain('onUploadTokenExpired clip.mp4')
})

test('begins anew when the emulator was reset', async ({ halfway, target, gate }) => {
  const { window, path, digest, release } = halfway
  const before = only(await window.uploads())
  await window.page.reload()
  release()

  await target.control.reset()
  await window.choose(path)

  await expect.poll(() => window.callbacks).toContain('onUploadSucceed clip.mp4')
  const { object, videoId } = only(await window.uploads())
  expect(videoId).not.toBe(before.videoId)
  expect(await storedDigest(target, object)).toBe(digest)
  expect(uploadIds(gate, object).size).toBe(1)
})

test('cancels, and nothing of it stays', async ({ halfway, target, gate }) => {
  const { window, release } = halfway
  const { object, videoId = '' } = only(await window.uploads())

  const aborted = window.page.waitForResponse((answer) => answer.request().method() === 'DELETE')
  await window.call('cancelFile(0)')

  expect((await aborted).status()).toBe(204)
  release()
  await expect.poll(() => window.callbacks).toContain('onUploadEnd')
  expect(only(await window.uploads()).state).toBe('Canceled')
  expect(await target.control.media(videoId)).toMatchObject({ status: 'Uploading' })
  expect(sentTo(gate, object)).not.toContain('complete')
  expect(await window.page.evaluate('localStorage.length')).toBe(0)
  expect(window.elsewhere).toEqual([])
})
