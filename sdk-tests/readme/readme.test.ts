import { describe, expect } from 'vitest'
import { startEmulator } from '#emulator/index.ts'
import { needsEmulator, test } from '../setup/fixtures.ts'
import { needsMinio } from '../setup/servers/of-the-run.ts'
import { startEmulatorTarget } from '../setup/target.ts'
import { exampleNames, pageText, runExample } from './example.ts'

describe('the README and docs/', () => {
  test('uploads a picture, reads it back and finds it Normal', async ({ skip }) => {
    needsEmulator(skip)
    await using target = await startEmulatorTarget()
    const { protocol, host } = target.rpc

    const output = await runExample('upload.mjs', { VOD_ENDPOINT: `${protocol}://${host}` })

    expect(output).toBe('Normal byte for byte\n')
  })

  test('does the same over HTTPS, where it trusts the CA', async ({ skip }) => {
    needsEmulator(skip)
    await using vod = await startEmulator({ port: 0, tls: true, store: 'memory' })
    const { url: VOD_ENDPOINT, caFile: NODE_EXTRA_CA_CERTS = '' } = vod

    const output = await runExample('upload.mjs', { VOD_ENDPOINT, NODE_EXTRA_CA_CERTS })

    expect(output).toBe('Normal byte for byte\n')
    await expect(runExample('upload.mjs', { VOD_ENDPOINT })).rejects.toThrow('UNABLE_TO_VERIFY')
  })

  test('starts an emulator of HTTPS in a test', async ({ skip }) => {
    needsEmulator(skip)

    expect(await runExample('https.mjs')).toBe('https: true\n')
  })

  test('starts an emulator in a test', async ({ skip }) => {
    needsEmulator(skip)

    expect(await runExample('library.mjs')).toMatch(/^[0-9a-f]{32}\n$/)
  })

  test('finds in the log of requests why one was refused', async ({ skip }) => {
    needsEmulator(skip)

    expect(await runExample('requests.mjs')).toBe(
      'SignatureDoesNotMatch signature\nMistake: whitespace-after-secret\n',
    )
  })

  test('shows in MinIO what was uploaded', async ({ skip }) => {
    needsEmulator(skip)
    const MINIO = needsMinio(skip).storeUrl

    expect(await runExample('minio.mjs', { MINIO })).toBe('5 text/plain design\n')
  })

  test('keeps the media of one account from another', async ({ skip }) => {
    needsEmulator(skip)

    expect(await runExample('accounts.mjs')).toBe('1 0\n')
  })

  test('reads through a CDN domain that signs its URLs, and one that does not', async ({
    skip,
  }) => {
    needsEmulator(skip)

    expect(await runExample('cdn.mjs')).toBe(
      'signed: 200, then 403 denied by req auth: no url arg auth_key\nby myself: 200\nunsigned: 200\n',
    )
  })

  test('makes a watermark of a picture that was uploaded', async ({ skip }) => {
    needsEmulator(skip)

    expect(await runExample('watermark.mjs')).toBe('logo Default 200\n')
  })

  test('plays a video with a PlayAuth, until it ends', async ({ skip }) => {
    needsEmulator(skip)

    expect(await runExample('playing.mjs')).toBe('OD mp4 206 film\nInvalidSecurityToken.Expired\n')
  })

  test('shows the states of a video as the clock moves, and a failure that was asked for', async ({
    skip,
  }) => {
    needsEmulator(skip)

    expect(await runExample('processing.mjs')).toBe(
      'UploadSucc\nTranscoding\nNormal TranscodeFail\n',
    )
  })

  test('uploads a video, lists, changes and deletes it', async ({ skip }) => {
    needsEmulator(skip)

    expect(await runExample('videos.mjs')).toBe(
      'Normal 25\n1 Interview, cut\nInvalidVideo.NotFound\n',
    )
  })

  test('searches media, and changes one', async ({ skip }) => {
    needsEmulator(skip)

    expect(await runExample('search.mjs')).toBe('3 Logo at night, Logo\n')
  })

  test('goes through all videos, though others are created meanwhile', async ({ skip }) => {
    needsEmulator(skip)

    expect(await runExample('scroll.mjs')).toBe('part 5, part 4\npart 3, part 2\npart 1\n')
  })

  test('uploads, changes and deletes an image', async ({ skip }) => {
    needsEmulator(skip)

    expect(await runExample('images.mjs')).toBe(
      '{"ImageId":["nobody"]}\nPoster of the film: Normal, 9 bytes\n404\n',
    )
  })

  test('sends a signed event to a program', async ({ skip }) => {
    needsEmulator(skip)

    expect(await runExample('callbacks.mjs')).toBe('AttachedMediaUploadComplete 9 7\ndelivered\n')
  })

  test('fetches a file from a URL', async ({ skip }) => {
    needsEmulator(skip)

    expect(await runExample('url-uploads.mjs')).toBe('SUCCESS 6\n')
  })

  test('gives an application a bucket of its own', async ({ skip }) => {
    needsEmulator(skip)

    expect(await runExample('applications.mjs')).toBe('true\nInvalidStorage.NotFound\n')
  })

  test('answers production names through MSW', async ({ skip }) => {
    needsEmulator(skip)

    expect(await runExample('msw.mjs')).toBe('400 MissingAccessKeyId\n')
  })

  test('lets a key do what its policies allow', async ({ skip }) => {
    needsEmulator(skip)

    expect(await runExample('policies.mjs')).toBe(
      'NoPermission ImplicitDeny vod:DeleteAttachedMedia\n',
    )
  })

  test('starts with what a seed says', async ({ skip }) => {
    needsEmulator(skip)

    expect(await runExample('seed.mjs')).toBe('app-website Logos 1\n')
  })

  test('show a seed file that an emulator starts with', async ({ skip }) => {
    needsEmulator(skip)
    const [, file = ''] = /```json\n(.*?)```/s.exec(pageText('docs/seed.md')) ?? []

    await using target = await startEmulatorTarget({ seed: JSON.parse(file) })

    expect(target.keys.accessKeyId).toBe('owner')
  })

  test('have no JavaScript but the examples above', () => {
    expect(exampleNames().toSorted()).toEqual([
      'accounts.mjs',
      'applications.mjs',
      'callbacks.mjs',
      'cdn.mjs',
      'https.mjs',
      'images.mjs',
      'library.mjs',
      'minio.mjs',
      'msw.mjs',
      // This one and server.mjs are run by browser/.
      'page.js',
      'playing.mjs',
      'policies.mjs',
      'processing.mjs',
      'requests.mjs',
      'scroll.mjs',
      'search.mjs',
      'seed.mjs',
      'server.mjs',
      'upload.mjs',
      'url-uploads.mjs',
      'videos.mjs',
      'watermark.mjs',
    ])
  })
})
