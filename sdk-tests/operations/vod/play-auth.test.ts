import { describe, expect } from 'vitest'
import type { Target, TargetWith } from '#contracts/target.ts'
import { uploadClient } from '../../clients/ali-oss.ts'
import { requestV1 } from '../../clients/hand-signed.ts'
import { openapiCore } from '../../clients/openapi-core.ts'
import { popCoreGet, popCorePost } from '../../clients/pop-core.ts'
import { send } from '../../clients/raw.ts'
import { succeeded } from '../../clients/rpc-driver.ts'
import { bytes } from '../../setup/bytes.ts'
import { needs, test } from '../../setup/fixtures.ts'
import { startVideo, uploadVideo } from './video-chain.ts'

type Parameters = Readonly<Record<string, string>>

const file = bytes(1000)

/** What is inside a PlayAuth. */
interface PlayAuth {
  readonly SecurityToken: string
  readonly AuthInfo: string
  readonly AccessKeyId: string
  readonly AccessKeySecret: string
}

/** A player: it has nothing but a PlayAuth. */
interface Player {
  readonly videoId: string
  readonly document: PlayAuth
  /** The target, for its keys. */
  readonly target: Target
}

const withKeys = (target: Target, { AccessKeyId, AccessKeySecret, SecurityToken }: PlayAuth) => ({
  ...target,
  keys: {
    accessKeyId: AccessKeyId,
    accessKeySecret: AccessKeySecret,
    securityToken: SecurityToken,
  },
})

const callOf = (target: Target) => (action: string, parameters: Parameters) =>
  openapiCore.call(target, action, parameters)

async function playerFor(target: Target, videoId: string, asked: Parameters = {}): Promise<Player> {
  const parameters = { VideoId: videoId, ...asked }
  const { PlayAuth } = await succeeded(callOf(target)('GetVideoPlayAuth', parameters))
  const document: PlayAuth = JSON.parse(Buffer.from(String(PlayAuth), 'base64').toString())
  return { videoId, document, target: withKeys(target, document) }
}

async function playerOfNew(target: Target, asked: Parameters = {}): Promise<Player> {
  const { videoId } = await uploadVideo(callOf(target), file)
  return playerFor(target, videoId, asked)
}

const ask = ({ target, videoId, document }: Player, parameters: Parameters = {}) =>
  popCoreGet.call(target, 'GetPlayInfo', {
    VideoId: videoId,
    AuthInfo: document.AuthInfo,
    ...parameters,
  })

const denied = {
  ok: false,
  code: 'NoPermission',
  status: 403,
  accessDeniedDetail: expect.objectContaining({
    AuthPrincipalType: 'AssumedRoleUser',
    NoPermissionType: 'ImplicitDeny',
  }),
}

describe('a PlayAuth', () => {
  test('plays its video: in a player, which signs without a Timestamp', async ({ target }) => {
    const player = await playerOfNew(target)
    const { AuthInfo, SecurityToken } = player.document
    const encoded = (text: string) => encodeURIComponent(text)

    const { url, init } = requestV1(player.target, {
      BusinessType: undefined,
      Timestamp: undefined,
      Action: 'GetPlayInfo',
      VideoId: player.videoId,
      Formats: '',
      AuthTimeout: '7200',
      Rand: 'undefined',
      SecurityToken: encoded(SecurityToken),
      StreamType: 'video',
      PlayerVersion: '2.37.7',
      Channel: 'HTML5',
      AuthInfo: encoded(AuthInfo),
    })
    const { status, text } = await send(url, { method: init.method ?? 'GET' })

    expect(status, text).toBe(200)
    const { PlayInfoList } = JSON.parse(text)
    const response = await fetch(PlayInfoList.PlayInfo[0].PlayURL)
    expect(Buffer.from(await response.arrayBuffer())).toEqual(file)
  })

  test.for([popCoreGet, popCorePost, openapiCore])(
    'plays its video with $name',
    async (driver, { target }) => {
      const player = await playerOfNew(target)
      const parameters = { VideoId: player.videoId, AuthInfo: player.document.AuthInfo }

      expect(await driver.call(player.target, 'GetPlayInfo', parameters)).toMatchObject({
        ok: true,
        body: { VideoBase: { VideoId: player.videoId } },
      })
    },
  )

  test('is given before the upload, for a later one', async ({ target }) => {
    const { videoId } = await startVideo(callOf(target))

    const player = await playerFor(target, videoId)

    expect(await ask(player)).toMatchObject({ ok: false, code: 'InvalidVideo.NoneStream' })
  })

  test('does not play another video', async ({ target }) => {
    const player = await playerOfNew(target)
    const other = await playerOfNew(target)

    expect(await ask(player, { VideoId: other.videoId })).toMatchObject(denied)
    expect(await ask(player, { VideoId: '', ReferenceId: 'reference' })).toMatchObject(denied)
  })

  test.for([
    ['none', () => ''],
    ['one that was changed', ({ AuthInfo }: PlayAuth) => AuthInfo.replace('20', '21')],
    ['the one of another PlayAuth', (_: PlayAuth, other: PlayAuth) => other.AuthInfo],
  ] as const)('plays nothing with an AuthInfo that is %s', async ([, authInfoOf], { target }) => {
    const player = await playerOfNew(target)
    const other = await playerFor(target, player.videoId)

    const AuthInfo = authInfoOf(player.document, other.document)

    expect(await ask(player, { AuthInfo })).toMatchObject(denied)
  })

  test.for(['GetVideoPlayAuth', 'GetMezzanineInfo', 'DeleteMezzanines', 'CreateUploadVideo'])(
    'does not allow %s',
    async (action, { target }) => {
      const { target: own, videoId, document } = await playerOfNew(target)
      const parameters = { VideoId: videoId, VideoIds: videoId, AuthInfo: document.AuthInfo }

      expect(await popCoreGet.call(own, action, parameters)).toMatchObject(denied)
    },
  )

  test('needs its own token', async ({ target }) => {
    const player = await playerOfNew(target)
    const { document } = await playerOfNew(target)
    const withToken = (SecurityToken: string) => ({
      ...player,
      target: withKeys(target, { ...player.document, SecurityToken }),
    })

    expect(await ask(withToken(''))).toMatchObject({ code: 'MissingSecurityToken' })
    expect(await ask(withToken(document.SecurityToken))).toMatchObject({
      code: 'InvalidSecurityToken.MismatchWithAccessKey',
    })
  })

  test('opens nothing in OSS', async ({ target }) => {
    const { videoId, upload } = await uploadVideo(callOf(target), file)
    const { document } = await playerFor(target, videoId)
    const auth = { ...upload.auth, ...document }
    const client = uploadClient({ ...upload, auth }, { addressing: 'ip', region: auth.Region })

    await expect(client.get(upload.address.FileName)).rejects.toMatchObject({
      status: 403,
      code: 'AccessDenied',
    })
  })

  test.for([
    { asked: undefined, life: 100 },
    { asked: '3000', life: 3000 },
    { asked: '86400', life: 3000 },
  ])('lives $life s when $asked are asked for', async ({ asked, life }, { target, skip }) => {
    const { clock } = needs(target, 'clock', skip)
    const player = await playerOfNew(target, asked ? { AuthInfoTimeout: asked } : {})

    await clock.advance(life - 60)
    expect(await ask(player)).toMatchObject({ ok: true })
    await clock.advance(60)
    expect(await ask(player)).toMatchObject({
      ok: false,
      code: 'InvalidSecurityToken.Expired',
      status: 400,
    })
  })

  test('ends with a reset', async ({ target, skip }) => {
    const { control }: TargetWith<'control'> = needs(target, 'control', skip)
    const player = await playerOfNew(target)

    await control.reset()

    expect(await ask(player)).toMatchObject({ ok: false, code: 'InvalidAccessKeyId.NotFound' })
  })
})
