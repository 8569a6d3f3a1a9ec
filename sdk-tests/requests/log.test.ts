import { test as base, describe, expect } from 'vitest'
import { type RunningEmulator, startEmulator } from '#emulator/index.ts'
import { uploadClient } from '../clients/ali-oss.ts'
import { openapiCore } from '../clients/openapi-core.ts'
import { popCoreGet } from '../clients/pop-core.ts'
import { startUpload } from '../operations/vod/chain.ts'
import { converse, onlyAnswerIn } from '../protocol/conversation.ts'
import { emulatorTarget } from '../setup/emulator-target.ts'
import { needsEmulator } from '../setup/fixtures.ts'

const targetOf = (vod: RunningEmulator) =>
  emulatorTarget(vod, {
    rpc: { protocol: 'http', host: new URL(vod.url).host },
    oss: vod.url,
    ask: (path, init) => fetch(`${vod.url}/_emulator${path}`, init),
  })

const test = base.extend('vod', async ({ skip }, { onCleanup }) => {
  needsEmulator(skip)
  const vod = await startEmulator({ port: 0, maxLoggedRequests: 4, store: 'memory' })
  onCleanup(() => vod.close())
  return vod
})

const asked = async (vod: RunningEmulator, path: string, method = 'GET') => {
  const response = await fetch(`${vod.url}/_emulator/requests${path}`, { method })
  return { status: response.status, body: response.status === 204 ? null : await response.json() }
}

describe('the log of requests', () => {
  test('has a call and the upload that follows, the newest first', async ({ vod }) => {
    const { mediaId, upload } = await startUpload(openapiCore, targetOf(vod))
    const client = uploadClient(upload, { addressing: 'ip', region: upload.auth.Region })
    await client.put(upload.address.FileName, Buffer.from('x'))

    expect(vod.requests.list()).toMatchObject([
      { protocol: 'oss', operation: 'PutObject', status: 200, mediaIds: [mediaId], method: 'PUT' },
      { protocol: 'rpc', operation: 'CreateUploadAttachedMedia', status: 200, mediaIds: [mediaId] },
    ])
    const { body } = await asked(vod, '')
    expect(body).toMatchObject({
      requests: [{ operation: 'PutObject' }, { operation: 'CreateUploadAttachedMedia' }],
    })
  })

  test('names the media that a call changed, and those that a search found', async ({ vod }) => {
    const { mediaId } = await startUpload(openapiCore, targetOf(vod))
    const UpdateContent = JSON.stringify([{ MediaId: mediaId, Title: 'x' }])
    await openapiCore.call(targetOf(vod), 'UpdateAttachedMediaInfos', { UpdateContent })
    await openapiCore.call(targetOf(vod), 'SearchMedia', { SearchType: 'attached' })

    const about = vod.requests.list({ mediaId }).map(({ operation }) => operation)

    expect(about).toEqual(['SearchMedia', 'UpdateAttachedMediaInfos', 'CreateUploadAttachedMedia'])
  })

  test('names no media for the file of one that was deleted', async ({ vod }) => {
    const target = targetOf(vod)
    const { mediaId, upload } = await startUpload(openapiCore, target)
    await openapiCore.call(target, 'DeleteAttachedMedia', { MediaIds: mediaId })
    const client = uploadClient(upload, { addressing: 'ip', region: upload.auth.Region })
    await client.put(upload.address.FileName, Buffer.from('late'))

    expect(vod.requests.list({ limit: 1 })).toMatchObject([
      { operation: 'PutObject', status: 200, mediaIds: [] },
    ])
  })

  test('tells of one request what was checked, in order, and what it was asked', async ({
    vod,
  }) => {
    await openapiCore.call(targetOf(vod), 'CreateUploadAttachedMedia', { BusinessType: 'subtitle' })
    const [entry] = vod.requests.list()

    const { body } = await asked(vod, `/${entry?.requestId}`)

    expect(body).toEqual(vod.requests.get(entry?.requestId ?? ''))
    expect(body).toMatchObject({
      method: 'POST',
      path: '/',
      query: expect.stringContaining('BusinessType=subtitle'),
      headers: expect.arrayContaining(['x-acs-action: CreateUploadAttachedMedia']),
      checks: {
        passed: expect.arrayContaining([
          'version',
          'signature-v3',
          'unused-nonce',
          'known of AppId',
        ]),
      },
    })
    expect(body).not.toHaveProperty('checks.failed')
  })

  test('tells of a refusal which check failed, by whose rule, and how to remedy it', async ({
    vod,
  }) => {
    const refused = await popCoreGet.call(targetOf(vod), 'CreateUploadAttachedMedia', {
      BusinessType: 'watermark',
      Title: 'x'.repeat(131),
    })

    const requestId = refused.ok ? '' : (refused.requestId ?? '')
    expect(vod.requests.get(requestId)).toMatchObject({
      status: 400,
      code: 'LengthExceededMax',
      explanation: expect.stringMatching(
        /^Title: it has 131 bytes, the limit of 128 is reached after "…x{12}"\..*Shorten the value\. \[check maxLength of Title, inferred: https:/,
      ),
      checks: { failed: { name: 'maxLength of Title', evidence: 'inferred' } },
    })
  })

  test.for([
    { filter: { operation: 'GetAttachedMediaInfo' }, count: 2 },
    { filter: { operation: 'getattachedmediainfo' }, count: 2 },
    // Refused by its name, and one that nobody asked for.
    { filter: { operation: 'makecoffee' }, count: 1 },
    { filter: { operation: 'GetPlayInfo' }, count: 0 },
    { filter: { status: 404 }, count: 1 },
    { filter: { status: 200, operation: 'GetAttachedMediaInfo' }, count: 2 },
    { filter: { mediaId: 'wanted' }, count: 1 },
    { filter: { limit: 2 }, count: 2 },
    { filter: { limit: 0 }, count: 0 },
    { filter: {}, count: 3 },
  ])('is filtered by $filter', async ({ filter, count }, { vod }) => {
    const target = targetOf(vod)
    await openapiCore.call(target, 'GetAttachedMediaInfo', { MediaIds: 'wanted,other' })
    await openapiCore.call(target, 'GetAttachedMediaInfo', { MediaIds: 'another' })
    await openapiCore.call(target, 'MakeCoffee', {})
    const query = new URLSearchParams(
      Object.entries(filter).map(([name, value]): [string, string] => [name, String(value)]),
    )

    const { body } = await asked(vod, `?${query}`)

    expect(body).toHaveProperty('requests.length', count)
    expect(vod.requests.list(filter)).toHaveLength(count)
  })

  test('keeps the latest four, as the option says', async ({ vod }) => {
    const names = ['A', 'B', 'C', 'D', 'E', 'F']
    await openapiCore.call(targetOf(vod), 'First', {})
    const [first] = vod.requests.list()
    for (const name of names) await openapiCore.call(targetOf(vod), name, {})

    const kept = vod.requests.list({ limit: 100 }).map(({ operation }) => operation)

    expect(kept).toEqual(['F', 'E', 'D', 'C'])
    expect(vod.requests.get(first?.requestId ?? '')).toBeUndefined()
  })

  test.for(['clear', 'DELETE', 'reset'])('is empty after %s', async (way, { vod }) => {
    await openapiCore.call(targetOf(vod), 'MakeCoffee', {})

    if (way === 'clear') vod.requests.clear()
    else if (way === 'reset') await vod.reset()
    else expect(await asked(vod, '', 'DELETE')).toEqual({ status: 204, body: null })

    expect(vod.requests.list()).toEqual([])
    expect(await asked(vod, '')).toEqual({ status: 200, body: { requests: [] } })
  })

  test('has what could not be read as a request too', async ({ vod }) => {
    using talk = await converse(targetOf(vod))
    talk.say('no request\r\n\r\n')
    const { headers } = onlyAnswerIn(await talk.rest())

    expect(vod.requests.get(headers.get('x-oss-request-id') ?? '')).toMatchObject({
      protocol: 'none',
      status: 400,
      code: 'BadRequest',
      explanation: expect.stringContaining('HPE_INVALID_METHOD'),
    })
  })

  test.for([
    { query: '?limit=many', message: 'limit: expected an integer from 0 to 1000000' },
    { query: '?status=1000', message: 'status: expected an integer from 0 to 599' },
    { query: '?colour=blue', message: 'colour: no such filter' },
    { query: '?operaton=PutObject', message: 'operaton: no such filter, did you mean operation?' },
    {
      query: '?operation=PutObjekt',
      message: 'operation: "PutObjekt" is not an operation, did you mean PutObject?',
    },
    {
      query: `?operation=${'x'.repeat(200)}`,
      message: `operation: "${'x'.repeat(200)}" is not an operation`,
    },
  ])('refuses the filter $query', async ({ query, message }, { vod }) => {
    expect(await asked(vod, query)).toEqual({
      status: 400,
      body: { error: { code: 'InvalidFilter', message } },
    })
  })

  test('refuses in the library what it refuses in the control plane', ({ vod }) => {
    expect(() => vod.requests.list({ operation: 'PutObjekt' })).toThrow(
      new RangeError('operation: "PutObjekt" is not an operation, did you mean PutObject?'),
    )
    // @ts-expect-error There is no such filter.
    expect(() => vod.requests.list({ operaton: 'PutObject' })).toThrow(
      new RangeError('operaton: no such filter, did you mean operation?'),
    )
  })

  test('says that it does not have a request', async ({ vod }) => {
    expect(await asked(vod, '/none')).toMatchObject({
      status: 404,
      body: { error: { code: 'NoSuchRequest' } },
    })
  })
})
