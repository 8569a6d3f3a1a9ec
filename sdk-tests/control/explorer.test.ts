import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rpcOperations } from '#contracts/index.ts'
import { type RunningEmulator, startEmulator } from '#emulator/index.ts'
import { runCode } from '../readme/example.ts'

const key = { id: 'explorer', secret: 'a-secret-of-the-explorer' }
let vod: RunningEmulator

beforeAll(async () => {
  vod = await startEmulator({ port: 0, accessKeys: [key] })
})
afterAll(() => vod.close())

interface Explored {
  readonly request: string
  readonly status: number
  readonly answer: Readonly<Record<string, string>>
  readonly explanation?: string
  readonly samples: readonly { readonly sdk: string; readonly code: string }[]
}

const post = (operation: string, body: unknown) =>
  fetch(`${vod.url}/_emulator/explorer/${operation}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

const explore = async (operation: string, body: unknown): Promise<Explored> =>
  (await post(operation, body)).json() as Promise<Explored>

describe('the explorer', () => {
  test('is linked for each operation', async () => {
    const page = await (await fetch(`${vod.url}/_emulator/`)).text()

    const linked = [...page.matchAll(/href="\/_emulator\/explorer\/(\w+)"/g)].map(
      ([, name]) => name,
    )
    expect(linked).toEqual(Object.keys(rpcOperations))
  })

  test.for(Object.values(rpcOperations))(
    'has a field for each parameter of $name',
    async (operation) => {
      const page = await (await fetch(`${vod.url}/_emulator/explorer/${operation.name}`)).text()

      const names = [...page.matchAll(/ name="(\w+)"/g)].map(([, name]) => name)
      expect(names.toSorted()).toEqual(['viewport', ...Object.keys(operation.input)].toSorted())
    },
  )

  test('calculates the signature and calls', async () => {
    const { request, status, answer } = await explore('CreateUploadAttachedMedia', {
      BusinessType: 'watermark',
      Title: '台标 & more',
    })

    expect(status).toBe(200)
    expect(answer.MediaId).toMatch(/^[0-9a-f]{32}$/)
    const { searchParams } = new URL(request.replace('GET ', vod.url))
    expect(searchParams.get('Title')).toBe('台标 & more')
    expect(searchParams.get('AccessKeyId')).toBe(key.id)
    expect(searchParams.get('Signature')).toMatch(/^[\w+/]{27}=$/)
    expect(vod.requests.list({ mediaId: String(answer.MediaId) })).toHaveLength(1)
  })

  test('shows why a call was refused', async () => {
    const { status, answer, explanation } = await explore('CreateUploadAttachedMedia', {})

    expect(status).toBe(400)
    expect(answer).toMatchObject({ Code: 'MissingBusinessType' })
    expect(explanation).toContain('BusinessType')
  })

  test('generates code for SDKs that makes the same call, without the secret', async () => {
    const parameters = { BusinessType: 'subtitle', Title: "it's \\ `$&`" }
    const { samples } = await explore('CreateUploadAttachedMedia', parameters)

    expect(JSON.stringify(samples)).not.toContain(key.secret)
    for (const [i, { code }] of samples.entries()) {
      const printed = await runCode(`explorer-${i}.mjs`, code, {
        ALIBABA_CLOUD_ACCESS_KEY_ID: key.id,
        ALIBABA_CLOUD_ACCESS_KEY_SECRET: key.secret,
      })
      const [, mediaId = ''] = /MediaId: '(\w+)'/.exec(printed) ?? []
      const info = await explore('GetAttachedMediaInfo', { MediaIds: mediaId })
      expect(info.answer).toMatchObject({
        AttachedMediaList: [{ MediaId: mediaId, Title: parameters.Title }],
      })
    }
    expect(samples).toHaveLength(2)
  })

  test.for<readonly [string, unknown, number, string]>([
    ['CreateUploadAttachedMedium', {}, 404, 'NoSuchOperation'],
    ['constructor', {}, 404, 'NoSuchOperation'],
    ['CreateUploadAttachedMedia', { Title: 7 }, 400, 'InvalidParameters'],
    ['CreateUploadAttachedMedia', [], 400, 'InvalidParameters'],
  ])('refuses %s with %o', async ([operation, body, status, code]) => {
    const response = await post(operation, body)

    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ error: { code } })
  })
})
